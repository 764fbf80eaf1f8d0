// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Linnet.Sockets;

/// <summary>
/// An address as people write it: <c>127.0.0.1:65432</c>, <c>[::1]:8080</c>, <c>localhost:8080</c>, <c>*:8080</c>,
/// <c>unix:/run/app.sock</c>, <c>unix:@name</c>, <c>inherited:name</c>, each with <c>tcp://</c>, <c>udp://</c>,
/// <c>http://</c> or <c>https://</c> before it or not. Immutable. Parsing looks at the text only: no name is resolved and no
/// network interface looked up before somebody listens or connects.
/// </summary>
/// <remarks>
/// Stricter than <see cref="IPAddress.Parse(string)"/> on purpose: <c>127.1</c>, <c>0x7f.0.0.1</c> and
/// <c>010.0.0.1</c> mean different machines to different programs, so they mean none here.
/// </remarks>
public sealed class EndpointAddress
{
    internal EndpointAddress(EndpointScheme scheme, EndpointKind kind, string host, int port, IPAddress? address = null)
    {
        Scheme = scheme;
        Kind = kind;
        Host = host;
        Port = port;
        Address = address;
    }

    /// <summary>What is spoken there.</summary>
    public EndpointScheme Scheme { get; }

    /// <summary>
    /// The host as written, without brackets: an address with its zone, <c>localhost</c>, <c>*</c> or a host name.
    /// For a Unix socket its path, or <c>@</c> and its name. For inherited listeners their name, or <c>*</c>.
    /// </summary>
    public string Host { get; }

    /// <summary>The port; 0 lets the system choose a free one. Always 0 for a Unix socket and what is inherited.</summary>
    public int Port { get; }

    /// <summary>Whether this is a Unix socket, by path or by abstract name.</summary>
    public bool IsUnix => Kind is EndpointKind.UnixPath or EndpointKind.UnixAbstract;

    /// <summary>Whether these are listeners that the process was given when it was started, as systemd gives them.</summary>
    public bool IsInherited => Kind == EndpointKind.Inherited;

    /// <summary>What <see cref="Host"/> is.</summary>
    internal EndpointKind Kind { get; }

    /// <summary>The address, without its zone, when <see cref="Kind"/> is <see cref="EndpointKind.Address"/>.</summary>
    internal IPAddress? Address { get; }

    /// <summary>Reads an address; a scheme that is not written is <paramref name="defaultScheme"/>.</summary>
    /// <exception cref="FormatException">
    /// The text is not an address. The message names the part that is wrong and shows a good one.
    /// </exception>
    public static EndpointAddress Parse(string text, EndpointScheme defaultScheme = EndpointScheme.Tcp)
    {
        return TryParse(text, defaultScheme, out EndpointAddress? address, out string? error)
            ? address
            : throw new FormatException(error);
    }

    /// <summary>Reads an address, or says in one sentence what is wrong with it and what a good one looks like.</summary>
    public static bool TryParse(
        string text,
        EndpointScheme defaultScheme,
        [NotNullWhen(true)] out EndpointAddress? address,
        [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        return EndpointParser.TryParse(text, defaultScheme, out address, out error);
    }

    /// <summary>The address as text that <see cref="Parse"/> reads back to the same address.</summary>
    public override string ToString()
    {
        if (IsUnix)
        {
            // Parse takes `unix:` alone for a stream, so TCP's prefix would say nothing more.
            return Scheme == EndpointScheme.Tcp ? $"unix:{Host}" : $"{SchemeText}://unix:{Host}";
        }

        if (IsInherited)
        {
            return $"{SchemeText}://{EndpointParser.InheritedPrefix}{Host}";
        }

        string host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return string.Create(CultureInfo.InvariantCulture, $"{SchemeText}://{host}:{Port}");
    }

    /// <summary>The word before <c>://</c>.</summary>
    internal string SchemeText => Scheme switch
    {
        EndpointScheme.Tcp => "tcp",
        EndpointScheme.Udp => "udp",
        EndpointScheme.Http => "http",
        EndpointScheme.Https => "https",
    };
}
