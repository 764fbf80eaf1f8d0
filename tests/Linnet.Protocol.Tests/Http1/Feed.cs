// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>
/// Feeds one input in every way a network may deliver it and insists on one answer: whole, a byte at a time, cut in two at
/// every position, and with the next request already behind it.
/// </summary>
/// <remarks>
/// Each step sees its own copy of the bytes, so that an offset which is not counted from the first byte, or a span kept
/// from an earlier step, shows.
/// </remarks>
internal static class Feed
{
    private const string NextRequest = "GET /canary HTTP/1.1\r\nHost: canary\r\n\r\n";

    // Beyond this, cuts are tried near both ends and at a stride: a head at its limits would take minutes otherwise.
    private const int EveryCutUpTo = 600;
    private const int Edge = 40;
    private const int Stride = 97;

    /// <summary>A GET for / with a Host and the given field lines.</summary>
    public static HeadOutcome Fields(params ReadOnlySpan<string> lines) => Head(RequestWith(lines));

    /// <summary>The text of a GET for / with a Host and the given field lines.</summary>
    public static string RequestWith(params ReadOnlySpan<string> lines)
    {
        StringBuilder text = new("GET / HTTP/1.1\r\nHost: example.com\r\n");
        foreach (string line in lines)
        {
            text.Append(line).Append("\r\n");
        }

        return text.Append("\r\n").ToString();
    }

    /// <summary>A GET with a Host for the given target.</summary>
    public static HeadOutcome Target(string target, string host = "example.com", UriScheme scheme = UriScheme.Http) =>
        Head($"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n", () => new RequestHeadParser(new HeadLimits(), scheme));

    /// <summary>Any bytes, given as Latin-1.</summary>
    public static HeadOutcome Head(string text, HeadLimits? limits = null) =>
        Head(text, () => new RequestHeadParser(limits ?? new HeadLimits()));

    /// <summary>Any bytes, given as Latin-1, to a parser made as told.</summary>
    public static HeadOutcome Head(string text, Func<RequestHeadParser> make) =>
        Head(Encoding.Latin1.GetBytes(text), make);

    /// <summary>Any bytes.</summary>
    public static HeadOutcome Head(byte[] bytes, HeadLimits limits) =>
        Head(bytes, () => new RequestHeadParser(limits));

    private static HeadOutcome Head(byte[] bytes, Func<RequestHeadParser> make)
    {
        HeadOutcome whole = Run(bytes, make, bytes.Length);
        Assert.Equal(whole, RunBytewise(bytes, make));
        for (int cut = 0; cut < bytes.Length; cut = NextCut(cut, bytes.Length))
        {
            Assert.Equal(whole, Run(bytes, make, cut));
        }

        if (whole.Result != ParseResult.Incomplete)
        {
            byte[] pipelined = [.. bytes, .. Encoding.Latin1.GetBytes(NextRequest)];
            Assert.Equal(whole, Run(pipelined, make, pipelined.Length));
            Assert.Equal(whole, Run(pipelined, make, bytes.Length / 2));
            Assert.Equal(whole, RunBytewise(pipelined, make));
        }

        return whole;
    }

    /// <summary>The bytes in two steps.</summary>
    public static HeadOutcome Run(byte[] bytes, HeadLimits limits, int cut) =>
        Run(bytes, () => new RequestHeadParser(limits), cut);

    private static HeadOutcome Run(byte[] bytes, Func<RequestHeadParser> make, int cut)
    {
        RequestHeadParser parser = make();
        RequestHead head = new();
        head.Clear();
        parser.Reset();
        byte[] first = bytes[..cut];
        ParseResult result = parser.Parse(first, head);
        if (result != ParseResult.Incomplete)
        {
            return HeadOutcome.Of(result, parser, head, first);
        }

        Array.Clear(first);
        byte[] second = [.. bytes];
        return HeadOutcome.Of(parser.Parse(second, head), parser, head, second);
    }

    private static HeadOutcome RunBytewise(byte[] bytes, Func<RequestHeadParser> make)
    {
        RequestHeadParser parser = make();
        RequestHead head = new();
        head.Clear();
        parser.Reset();
        ParseResult result = ParseResult.Incomplete;
        int length = 0;
        while (result == ParseResult.Incomplete && length < bytes.Length)
        {
            length++;
            result = parser.Parse(bytes.AsSpan(0, length), head);
        }

        return HeadOutcome.Of(result, parser, head, bytes.AsSpan(0, length));
    }

    private static int NextCut(int cut, int length) =>
        length <= EveryCutUpTo || cut < Edge || cut >= length - Edge
            ? cut + 1
            : Math.Min(cut + Stride, length - Edge);
}
