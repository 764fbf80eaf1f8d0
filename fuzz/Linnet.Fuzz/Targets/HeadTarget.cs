// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Fuzz.Judging;
using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Text;

namespace Linnet.Fuzz.Targets;

/// <summary>
/// The head of a request. The first byte of the input says how it is read: bit 0 for tight limits, bit 1 for https, bits 2 to
/// 4 for what is tolerated; <c>@</c> is the default.
/// </summary>
internal sealed class HeadTarget : ITarget
{
    private static readonly HeadLimits Tight = new()
    {
        MaxRequestLineBytes = 48,
        MaxFieldLineBytes = 40,
        MaxFieldBytes = 120,
        MaxFields = 4,
    };

    private static readonly HeadLimits Usual = new();

    /// <inheritdoc/>
    public string Name => "head";

    /// <inheritdoc/>
    public bool IsSplit => true;

    /// <inheritdoc/>
    public MemoryBound Memory => new(2048, 16);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words =>
    [
        "GET ", "POST ", "OPTIONS * ", "CONNECT ", "TRACE ", "http://", "https://", " HTTP/1.1\r\n", " HTTP/1.0\r\n",
        "Host: a\r\n", "Content-Length: ", "Transfer-Encoding: chunked\r\n", "Connection: close\r\n", "keep-alive",
        "Expect: 100-continue\r\n", "Upgrade: websocket\r\n", "\r\n\r\n", "%2f", "[::1]:80", "identity",
    ];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        if (input.IsEmpty)
        {
            return;
        }

        int how = input[0];
        HeadLimits limits = (how & 1) == 0 ? Usual : Tight;
        Leniency tolerated = (Leniency)((how >> 2) & 7);
        RequestHeadParser parser = new(limits, (how & 2) == 0 ? UriScheme.Http : UriScheme.Https, tolerated);
        RequestHead head = new();
        head.Clear();
        ReadOnlySpan<byte> message = input[1..];
        ParseResult result;
        int received = 0;
        do
        {
            received = pieces.Next(received, message.Length);
            transcript.Count();
            result = parser.Parse(message[..received], head);
        }
        while (result == ParseResult.Incomplete && received < message.Length);

        transcript.Add((int)result);
        transcript.Add((int)parser.Rejection);
        BreachException.Unless(parser.Parse(message[..received], head) == result, "an answer is kept.");
        BreachException.Unless(
            (parser.Rejection != RequestRejection.None) == (result == ParseResult.Rejected), "a refusal has a reason.");
        if (result == ParseResult.Complete)
        {
            Check(message[..received], head, limits, tolerated);
            Write(message[..received], head, transcript);
        }
    }

    private static void Check(ReadOnlySpan<byte> message, RequestHead head, HeadLimits limits, Leniency tolerated)
    {
        BreachException.Unless((head.Tolerated & ~tolerated) == 0, "only what is tolerated is.");
        BreachException.Unless(
            message[..head.Length].EndsWith(
                (head.Tolerated & Leniency.BareLineFeed) == 0 ? "\r\n\r\n"u8 : "\n\n"u8),
            "a head ends in an empty line.");
        BreachException.Unless(Token.IsToken(head.MethodBytes(message)), "a method is a token.");
        BreachException.Unless(head.Fields.Count <= limits.MaxFields, "there are no more fields than allowed.");
        BreachException.Unless(!head.Body.IsChunked || head.MinorVersion == 1, "HTTP/1.0 has no chunks.");
        BreachException.Unless(head.MinorVersion == 0 || head.HostIndex >= 0, "HTTP/1.1 has a Host.");
        BreachException.Unless(
            head.Host(message).IsEmpty || Authority.TryParse(head.Host(message), out _, out _), "a host is valid.");
        int end = head.Start;
        foreach (Field field in head.Fields.Fields)
        {
            ReadOnlySpan<byte> value = field.Value(message);
            BreachException.Unless(Token.IsToken(field.Name(message)), "the name of a field is a token.");
            BreachException.Unless(Token.IsFieldValue(value), "a value has no byte that is not allowed.");
            BreachException.Unless(Token.Trim(value).Length == value.Length, "there is no white space around a value.");
            bool isWithin = message.Overlaps(field.Name(message), out int start);
            BreachException.Unless(isWithin && start > end, "fields stand one behind the other.");
            end = start;
        }
    }

    private static void Write(ReadOnlySpan<byte> message, RequestHead head, Transcript transcript)
    {
        transcript.Add(head.Length);
        transcript.Add(head.Start);
        transcript.Add((int)head.Method);
        transcript.AddField(head.MethodBytes(message));
        transcript.AddField(head.TargetBytes(message));
        transcript.Add((int)head.TargetForm);
        transcript.AddField(head.Authority(message));
        transcript.AddField(head.Path(message));
        transcript.AddField(head.Query(message));
        transcript.AddField(head.Host(message));
        transcript.Add(head.MinorVersion);
        transcript.Add(head.Body.IsChunked ? -1 : head.Body.Bytes);
        transcript.Add(head.KeepAlive);
        transcript.Add(head.ExpectsContinue);
        transcript.Add(head.OffersUpgrade);
        transcript.Add((int)head.Tolerated);
        foreach (Field field in head.Fields.Fields)
        {
            transcript.AddField(field.Name(message));
            transcript.AddField(field.Value(message));
        }
    }
}
