// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Text;

using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Proxy;

using Xunit;

namespace Linnet.Protocol.Tests.Proxy;

/// <summary>What is made of the field lines of a request that a trusted proxy has sent.</summary>
internal sealed record Forwarding(bool NamesClient, string? Address, UriScheme? Scheme, string Host)
{
    /// <summary>Nothing is said.</summary>
    public static Forwarding Nothing { get; } = new(false, null, null, string.Empty);

    /// <summary>Proxies that write all three older fields, in 10.0.0.0/8 and fd00::/8.</summary>
    public static ForwardingRules Separate { get; } = new(IsTrusted)
    {
        ReadsAddress = true,
        ReadsScheme = true,
        ReadsHost = true,
    };

    /// <summary>The same proxies, when they write Forwarded.</summary>
    public static ForwardingRules Standard { get; } = new(IsTrusted) { ReadsForwarded = true };

    /// <summary>Whether a proxy is trusted here.</summary>
    public static bool IsTrusted(IPAddress address) => address.GetAddressBytes()[0] is 10 or 0xfd;

    /// <summary>Reads the lines by the rules.</summary>
    public static Forwarding Read(ForwardingRules rules, params ReadOnlySpan<string> lines)
    {
        byte[] message = Encoding.Latin1.GetBytes(
            $"GET / HTTP/1.1\r\nHost: inside\r\n{string.Join("\r\n", lines)}{(lines.IsEmpty ? "" : "\r\n")}\r\n");
        RequestHeadParser parser = new(new HeadLimits());
        RequestHead head = new();
        head.Clear();
        Assert.Equal(ParseResult.Complete, parser.Parse(message, head));
        ForwardedRequest request = ForwardedReader.Read(message, head.Fields.Fields, rules);
        return new Forwarding(
            request.NamesClient, request.Address?.ToString(), request.Scheme, Encoding.Latin1.GetString(request.Host));
    }
}
