// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Fuzz.Judging;
using Linnet.Protocol.Forms;
using Linnet.Protocol.Messages;

namespace Linnet.Fuzz.Targets;

/// <summary>A form in parts, with tight limits. The first line of the input is its boundary.</summary>
internal sealed class MultipartTarget : ITarget
{
    private static readonly FormLimits Limits = new() { MaxParts = 6, MaxPartHeadBytes = 200 };

    /// <inheritdoc/>
    public string Name => "multipart";

    /// <inheritdoc/>
    public bool IsSplit => true;

    /// <inheritdoc/>
    public MemoryBound Memory => new(2048, 8);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words =>
    [
        "\r\n--b\r\n", "\r\n--b--", "--b\r\n", "Content-Disposition: form-data; name=\"a\"\r\n", "; filename=\"b\"",
        "Content-Type: text/plain\r\n", "Content-Transfer-Encoding: base64\r\n", "\r\n\r\n", "%22", "\\\"",
    ];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        int line = input.IndexOf((byte)'\n');
        if (line < 0 || !MultipartParser.IsBoundary(input[..line]))
        {
            return;
        }

        MultipartParser parser = new(input[..line], Limits);
        ReadOnlySpan<byte> body = input[(line + 1)..];
        int consumed = 0;
        int received = 0;
        int parts = 0;
        while (true)
        {
            transcript.Count();
            MultipartStep step = parser.Read(body[consumed..received], out int taken);
            BreachException.Unless(step != MultipartStep.Data || taken > 0, "data is some.");
            Write(parser, step, body.Slice(consumed, taken), transcript);
            consumed += taken;
            parts += step == MultipartStep.PartBegins ? 1 : 0;
            BreachException.Unless(parts <= Limits.MaxParts, "there are no more parts than allowed.");
            if (step is MultipartStep.Complete or MultipartStep.Rejected
                || (step == MultipartStep.NeedMore && received == body.Length))
            {
                BreachException.Unless(
                    parser.Read(body[consumed..received], out _) == step, "an answer is kept.");
                return;
            }

            received = step == MultipartStep.NeedMore ? pieces.Next(received, body.Length) : received;
        }
    }

    private static void Write(MultipartParser parser, MultipartStep step, ReadOnlySpan<byte> taken, Transcript transcript)
    {
        switch (step)
        {
            case MultipartStep.PartBegins:
                PartHead head = parser.Head;
                transcript.Add((int)step);
                transcript.AddField(head.Name);
                transcript.Add(head.IsFile);
                transcript.AddField(head.FileName);
                transcript.AddField(head.ContentType);
                break;
            case MultipartStep.Data:
                transcript.Add(taken);
                break;
            case MultipartStep.Rejected:
                BreachException.Unless(parser.Rejection != MultipartRejection.None, "a refusal has a reason.");
                transcript.Add((int)parser.Rejection);
                break;
            case MultipartStep.PartEnds:
            case MultipartStep.Complete:
                transcript.Add((int)step);
                break;
            case MultipartStep.NeedMore:
                break;
        }
    }
}
