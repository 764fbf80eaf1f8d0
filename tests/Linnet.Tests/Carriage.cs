// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Sockets;
using Linnet.Tests.Tls;
using Linnet.Tls;

using Xunit;

namespace Linnet.Tests;

/// <summary>
/// What carries HTTP in this run of the tests: the transport alone, or TLS over it. The tests do not ask; whatever makes
/// their connections comes here. An assembly that links them and sets <see cref="IsSecured"/> has them run over TLS.
/// </summary>
internal static class Carriage
{
    // Room for the tickets by which a session could be resumed: they come before a client has asked for anything.
    private const int LeastWindowBytes = 2048;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>True when everything goes over TLS. Set before the first test, for all of them.</summary>
    public static bool IsSecured { get; set; }

    /// <summary>The scheme of what is served here.</summary>
    public static string Scheme => IsSecured ? "https" : "http";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Has a server that has not been started serve over what carries here.</summary>
    public static HttpServer Carry(HttpServer server)
    {
        if (IsSecured)
        {
            // A test writes http://, and need not know. Nobody but a test may change an address afterwards.
            ref HttpAddresses addresses = ref AddressesOf(server);
            addresses = HttpAddresses.Parse(
                addresses.All.Select(address => $"{address}".Replace("http://", "https://", StringComparison.Ordinal)));
            addresses.Add(TestCertificates.Local);
        }

        return server;
    }

    /// <summary>What is said of http where that is the scheme of the connection, said of https where that one is.</summary>
    public static string Here(string text) => IsSecured
        ? text.Replace("https://", "other://", StringComparison.Ordinal)
            .Replace("http://", "https://", StringComparison.Ordinal)
            .Replace("other://", "http://", StringComparison.Ordinal)
        : text;

    /// <summary>The client's end of a connection, ready for the first byte of HTTP.</summary>
    public static async Task<Connection> BeginAsync(Connection connection) => IsSecured
        ? await TlsConnection.ConnectAsync(connection, TlsPair.ClientOptions(), Cancelled)
        : connection;

    /// <summary>Such bytes under way as a connection needs that is to begin.</summary>
    public static MemoryOptions RoomFor(MemoryOptions options) =>
        IsSecured ? options with { WindowBytes = Math.Max(options.WindowBytes, LeastWindowBytes) } : options;

    /// <summary>Both ends of a connection in memory, ready for the first byte of HTTP.</summary>
    public static (Connection Client, Connection Server) Begin(MemoryConnection client, MemoryConnection server)
    {
        if (!IsSecured)
        {
            return (client, server);
        }

        // In memory all of it happens at once, or on a thread of the pool and soon.
        ConnectedPair pair = Task.Run(() => TlsPair.OverAsync(client, server), Cancelled)
            .WaitAsync(Patience, Cancelled).GetAwaiter().GetResult();
        server.ForgetSends();
        return (pair.Client, pair.Server);
    }

    /// <summary>A client's stream to a server, ready for the first byte of HTTP; its socket is closed with it.</summary>
    public static async Task<CarriedStream> ConnectAsync(IPEndPoint server)
    {
        Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, Cancelled);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (IsSecured)
        {
            SslStream secured = new(stream);
            await secured.AuthenticateAsClientAsync(TlsPair.ClientOptions(), Cancelled);
            stream = secured;
        }

        return new CarriedStream(stream, socket);
    }

    /// <summary>An ordinary client that trusts the server.</summary>
    public static HttpClient NewHttpClient(SocketsHttpHandler? handler = null)
    {
        handler ??= new SocketsHttpHandler();
        if (IsSecured)
        {
            handler.SslOptions = TlsPair.ClientOptions();
            handler.SslOptions.ApplicationProtocols = null;
            handler.SslOptions.TargetHost = null;
        }

        return new HttpClient(handler);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_addresses")]
    private static extern ref HttpAddresses AddressesOf(HttpServer server);
}
