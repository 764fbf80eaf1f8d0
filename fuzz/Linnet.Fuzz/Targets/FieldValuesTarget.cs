// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text;

using Linnet.Fuzz.Judging;
using Linnet.Protocol.Forms;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Text;
using Linnet.Protocol.WebSockets;

namespace Linnet.Fuzz.Targets;

/// <summary>
/// Every other field that is read: cookies, media types and their parameters, trace context, offers of compression, the head
/// of a part; and text for a log. All of them read each input.
/// </summary>
internal sealed class FieldValuesTarget : ITarget
{
    private const int MaxLoggedBytes = 64;

    /// <inheritdoc/>
    public string Name => "fields";

    /// <inheritdoc/>
    public bool IsSplit => false;

    // An offer of compression is taken apart as strings, one for each comma and semicolon.
    /// <inheritdoc/>
    public MemoryBound Memory => new(8192, 256);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words =>
    [
        "a=b; ", "c=\"d\"", "multipart/form-data; boundary=", "application/json", "text/a+json", ";charset=\"utf-8\"",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a@b=c,", "permessage-deflate",
        "; client_max_window_bits", "; server_max_window_bits=15", "; server_no_context_takeover",
        "Content-Disposition: form-data; name=\"a\"", "; filename=\"x\"", "Content-Type: a/b", "\r\n", "\\\"",
    ];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        ReadCookies(input, transcript);
        ReadMediaType(input, transcript);
        ReadTrace(input, transcript);
        ReadDeflate(input, transcript);
        ReadPartHead(input, transcript);
        string logged = EscapedText.Of(input, MaxLoggedBytes);
        transcript.AddText(logged);
        foreach (char character in logged)
        {
            BreachException.Unless(!char.IsControl(character), "a line of a log is one.");
        }
    }

    private static void ReadCookies(ReadOnlySpan<byte> input, Transcript transcript)
    {
        ReadOnlySpan<byte> rest = input;
        while (CookiePairs.TryRead(ref rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            transcript.Count();
            transcript.AddField(name);
            transcript.AddField(value);
            BreachException.Unless(!name.IsEmpty && !name.ContainsAny(";="u8), "a cookie has a name.");
        }
    }

    private static void ReadMediaType(ReadOnlySpan<byte> input, Transcript transcript)
    {
        transcript.Add(MediaType.IsJson(input));
        Span<byte> value = stackalloc byte[MultipartParser.MaxBoundaryBytes];
        bool hasBoundary = MediaType.TryGetParameter(input, "boundary"u8, value, out int written);
        transcript.Add(hasBoundary);
        if (hasBoundary)
        {
            transcript.AddField(value[..written]);
        }
    }

    private static void ReadTrace(ReadOnlySpan<byte> input, Transcript transcript)
    {
        bool isParent = TraceParent.IsValid(input);
        transcript.Add(isParent);
        transcript.Add(TraceState.IsValid(input));
        if (isParent)
        {
            transcript.AddField(TraceParent.Trace(input));
            transcript.AddField(TraceParent.Parent(input));
            transcript.Add(TraceParent.IsSampled(input));
        }
    }

    private static void ReadDeflate(ReadOnlySpan<byte> input, Transcript transcript)
    {
        bool isTaken = DeflateOffer.TryTake(Encoding.Latin1.GetString(input), out DeflateAgreement agreement);
        transcript.Add(isTaken);
        if (isTaken)
        {
            BreachException.Unless(agreement.ServerWindowBits is >= 8 and <= 15, "a window has 8 to 15 bits.");
            transcript.AddText(DeflateOffer.AnswerOf(agreement));
        }
    }

    private static void ReadPartHead(ReadOnlySpan<byte> input, Transcript transcript)
    {
        PartHead head = new();
        MultipartRejection rejection = head.Read(input);
        transcript.Add((int)rejection);
        if (rejection == MultipartRejection.None)
        {
            transcript.AddField(head.Name);
            transcript.AddField(head.FileName);
            transcript.AddField(head.ContentType);
        }
    }
}
