// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text;
using Linnet.Protocol.Forms;
using Linnet.Protocol.Messages;

namespace Linnet.Protocol.Tests.Forms;

/// <summary>Feeds a multipart parser in pieces and writes down what it says.</summary>
internal static class MultipartFeed
{
    /// <summary>The parts as text, and how it ended: <c>complete</c>, <c>more</c> or the rejection.</summary>
    public static string Outcome(ReadOnlySpan<byte> body, Func<int, int> pieces, string boundary = "b", FormLimits? limits = null)
    {
        MultipartParser parser = new(Encoding.ASCII.GetBytes(boundary), limits ?? new FormLimits());
        StringBuilder outcome = new();
        List<byte> content = [];
        int start = 0;
        int end = 0;
        while (true)
        {
            MultipartStep step = parser.Read(body[start..end], out int consumed);
            switch (step)
            {
                case MultipartStep.PartBegins:
                    PartHead head = parser.Head;
                    string file = head.IsFile ? $" file {Text(head.FileName)}" : "";
                    string type = head.ContentType.IsEmpty ? "" : $" type {Text(head.ContentType)}";
                    outcome.Append($"[{Text(head.Name)}{file}{type}:");
                    break;
                case MultipartStep.Data:
                    content.AddRange(body.Slice(start, consumed));
                    break;
                case MultipartStep.PartEnds:
                    outcome.Append($" {Text(content.ToArray())}]");
                    content.Clear();
                    break;
                case MultipartStep.Complete:
                    return outcome.Append("complete").ToString();
                case MultipartStep.Rejected:
                    return outcome.Append(parser.Rejection).ToString();
                case MultipartStep.NeedMore when end == body.Length:
                    return outcome.Append("more").ToString();
                default:
                    end = Math.Min(body.Length, end + Math.Max(1, pieces(body.Length - end)));
                    break;
            }

            start += consumed;
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
