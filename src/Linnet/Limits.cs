// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;

using Linnet.Connections;
using Linnet.Protocol.Messages;
using Linnet.Sockets;

namespace Linnet;

/// <summary>
/// Every bound of an HTTP server. All are on by default; a limit can be made large, but never absent. Read once, when
/// the server starts.
/// </summary>
public sealed class Limits
{
    private const int MaxBufferedBytes = 1024 * 1024;

    /// <summary>Bytes of a request line; 8 KiB as in nginx and Kestrel. Beyond: 414 (RFC 9112 §3).</summary>
    public int MaxRequestLineBytes { get; init => field = Within(value, 64, MaxBufferedBytes); } = 8 * 1024;

    /// <summary>Bytes of one header field line; 8 KiB as in nginx. Beyond: 431 (RFC 6585 §5).</summary>
    public int MaxHeaderLineBytes { get; init => field = Within(value, 64, MaxBufferedBytes); } = 8 * 1024;

    /// <summary>Bytes of all header field lines of a request; 32 KiB as in Kestrel and nginx. Beyond: 431.</summary>
    public int MaxHeaderBytes { get; init => field = Within(value, 64, MaxBufferedBytes); } = 32 * 1024;

    /// <summary>Header fields of a request; 100 as in Kestrel. Beyond: 431.</summary>
    public int MaxHeaders { get; init => field = Within(value, 1, 10_000); } = 100;

    /// <summary>Bytes of chunk extensions in a request; 1 KiB, for nobody uses any. Beyond: 400 (RFC 9112 §7.1.1).</summary>
    public int MaxChunkExtensionBytes { get; init => field = Within(value, 0, MaxBufferedBytes); } = 1024;

    /// <summary>Bytes of the trailer fields of a request; 8 KiB. Beyond: 431.</summary>
    public int MaxTrailerBytes { get; init => field = Within(value, 2, MaxBufferedBytes); } = 8 * 1024;

    /// <summary>Trailer fields of a request; 20. Beyond: 431.</summary>
    public int MaxTrailers { get; init => field = Within(value, 0, 10_000); } = 20;

    /// <summary>Bytes of a request body; 30,000,000 as in Kestrel. Beyond: 413 (RFC 9110 §15.5.14).</summary>
    public long MaxRequestBodyBytes { get; init => field = Within(value, 0, long.MaxValue); } = 30_000_000;

    /// <summary>Fields and files of a form; 1,000, where Kestrel takes 1,024. Beyond: 413.</summary>
    public int MaxFormParts { get; init => field = Within(value, 1, 1_000_000); } = 1000;

    /// <summary>Bytes of the head of one part of a form; 8 KiB. Beyond: 413.</summary>
    public int MaxFormPartHeadBytes { get; init => field = Within(value, 64, MaxBufferedBytes); } = 8 * 1024;

    /// <summary>Bytes of one field of a form that is read as text; 256 KiB. Beyond: 413.</summary>
    public int MaxFormFieldBytes { get; init => field = Within(value, 0, int.MaxValue / 4); } = 256 * 1024;

    /// <summary>
    /// Bytes of all fields of a form that are read into memory together; 1 MiB, which is what nginx takes of any body.
    /// Files are not counted: only <see cref="MaxRequestBodyBytes"/> bounds them. Beyond: 413.
    /// </summary>
    public int MaxFormBytes { get; init => field = Within(value, 0, int.MaxValue / 4); } = 1024 * 1024;

    /// <summary>Until the first byte of a connection's first request; 10 s as in h2o. Beyond: the connection is closed.</summary>
    public TimeSpan FirstByteTimeout { get; init => field = Within(value); } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// From the first byte of a TLS handshake to its end; 5 s, where h2o and Kestrel allow 10. Beyond: the connection is
    /// closed.
    /// </summary>
    public TimeSpan HandshakeTimeout { get; init => field = Within(value); } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of the first message of a TLS handshake; 16 KiB, one record. Beyond: the connection is closed.</summary>
    public int MaxClientHelloBytes { get; init => field = Within(value, 512, 64 * 1024); } = 16 * 1024;

    /// <summary>From the first byte of a request head to its last; 15 s. Beyond: 408 (RFC 9110 §15.5.9).</summary>
    public TimeSpan HeadTimeout { get; init => field = Within(value); } = TimeSpan.FromSeconds(15);

    /// <summary>From a response to the next request; 60 s as in nginx. Beyond: the connection is closed.</summary>
    public TimeSpan IdleTimeout { get; init => field = Within(value); } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Bytes a second that a client has to send of a body or take of a response, averaged over the message and over the
    /// time the server waits for it; 240 as in Kestrel. Below: 408, or a reset when the response has begun.
    /// </summary>
    public int MinBytesPerSecond { get; init => field = Within(value, 1, int.MaxValue); } = 240;

    /// <summary>How long the server waits before <see cref="MinBytesPerSecond"/> counts; 5 s as in Kestrel.</summary>
    public TimeSpan RateGrace { get; init => field = Within(value); } = TimeSpan.FromSeconds(5);

    /// <summary>Requests on one connection; 10,000. The last response says that the connection closes.</summary>
    public int MaxRequestsPerConnection { get; init => field = Within(value, 1, int.MaxValue); } = 10_000;

    /// <summary>
    /// Connections at once; 50,000, but never more than the process's descriptor limit leaves room for. Beyond: as
    /// <see cref="WhenFull"/>.
    /// </summary>
    public int MaxConnections { get; init => field = Within(value, 1, 10_000_000); } = 50_000;

    /// <summary>
    /// Connections at once from one address, or from one /64 network of IPv6; 0 stands for a quarter of
    /// <see cref="MaxConnections"/>. Addresses of this machine are not limited. Beyond: as <see cref="WhenFull"/>.
    /// </summary>
    public int MaxConnectionsPerAddress { get; init => field = Within(value, 0, int.MaxValue); }

    /// <summary>What happens to a client for whom there is no place; the idlest connection makes room unless set.</summary>
    public FullServerPolicy WhenFull { get; init; } = FullServerPolicy.ShedIdle;

    /// <summary>
    /// How old a connection may be when it takes a request; 1 h as in nginx, give or take a tenth. The response then says
    /// that the connection closes.
    /// </summary>
    public TimeSpan ConnectionLifetime { get; init => field = Within(value); } = TimeSpan.FromHours(1);

    /// <summary>
    /// Bytes of a request body that a handler left unread, or of what follows a refused request, that are read away so
    /// that the response arrives; 256 KiB. Beyond: the connection is closed.
    /// </summary>
    public int MaxDrainBytes { get; init => field = Within(value, 0, int.MaxValue); } = 256 * 1024;

    /// <summary>How long that may take; 2 s.</summary>
    public TimeSpan DrainTimeout { get; init => field = Within(value); } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Percent of the memory that the process may have (<see cref="GCMemoryInfo.TotalAvailableMemoryBytes"/>: a container's limit,
    /// <c>DOTNET_GCHeapHardLimit</c>, or the machine's memory) that its managed heap may take up; 90, where the garbage collector
    /// itself begins to hurry. Beyond: requests, and bodies that are being read, get 503 with Retry-After (RFC 9110 §15.6.4)
    /// until a collection finds less in use. 100 for never.
    /// </summary>
    public int MaxMemoryPercent { get; init => field = Within(value, 1, 100); } = 90;

    internal MemoryWatch? ToMemoryWatch() => MaxMemoryPercent == 100 ? null : new MemoryWatch(MaxMemoryPercent);

    internal Http1Settings ToHttp1Settings() => new()
    {
        Head = new HeadLimits
        {
            MaxRequestLineBytes = MaxRequestLineBytes,
            MaxFieldLineBytes = MaxHeaderLineBytes,
            MaxFieldBytes = MaxHeaderBytes,
            MaxFields = MaxHeaders,
            MaxChunkExtensionBytes = MaxChunkExtensionBytes,
            MaxTrailerBytes = MaxTrailerBytes,
            MaxTrailerFields = MaxTrailers,
        },
        MaxBodyBytes = MaxRequestBodyBytes,
        FirstByteTimeout = FirstByteTimeout,
        HandshakeTimeout = HandshakeTimeout,
        HeadTimeout = HeadTimeout,
        IdleTimeout = IdleTimeout,
        MinBytesPerSecond = MinBytesPerSecond,
        RateGrace = RateGrace,
        MaxRequestsPerConnection = MaxRequestsPerConnection,
        ConnectionLifetime = ConnectionLifetime,
        AnswersWhenFull = WhenFull != FullServerPolicy.Close,
        MaxDrainBytes = MaxDrainBytes,
        DrainTimeout = DrainTimeout,
    };

    internal FormLimits ToFormLimits() => new()
    {
        MaxParts = MaxFormParts,
        MaxPartHeadBytes = MaxFormPartHeadBytes,
        MaxFieldBytes = MaxFormFieldBytes,
        MaxFormBytes = MaxFormBytes,
    };

    internal Admission ToAdmission()
    {
        // The descriptor limit bounds it as well, less those who are turned away with an answer.
        int most = DescriptorReserve.OfThisProcess().CapConnections(
            MaxConnections + HttpServerOptions.TurnedAwayAtOnce);
        int turnedAway = Math.Min(HttpServerOptions.TurnedAwayAtOnce, most / 8);
        int connections = Math.Min(MaxConnections, Math.Max(1, most - turnedAway));
        int perAddress = MaxConnectionsPerAddress == 0 ? Math.Max(1, connections / 4) : MaxConnectionsPerAddress;
        return new Admission(connections, perAddress, WhenFull == FullServerPolicy.ShedIdle);
    }

    private static int Within(int value, int least, int most, [CallerMemberName] string limit = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, limit);
        return value;
    }

    private static long Within(long value, long least, long most, [CallerMemberName] string limit = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, limit);
        return value;
    }

    private static TimeSpan Within(TimeSpan value, [CallerMemberName] string limit = "")
    {
        // A day is as good as for ever, and cannot overflow what is computed with it.
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1), limit);
        return value;
    }
}
