// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text.Unicode;

using Linnet.Fuzz.Judging;
using Linnet.Protocol.Text;

namespace Linnet.Fuzz.Targets;

/// <summary>The path of a target, as files and as routes see it; and that a path written from the result means the same.</summary>
internal sealed class PathTarget : ITarget
{
    private readonly byte[] _written = new byte[256 * 1024];

    /// <inheritdoc/>
    public string Name => "path";

    /// <inheritdoc/>
    public bool IsSplit => false;

    /// <inheritdoc/>
    public MemoryBound Memory => new(1024, 4);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words =>
        ["/", "..", "/../", "/./", "%2e", "%2f", "%5c", "%00", "%c0%ae", "%25", "%c3%a9", "%7f", "\\", "//"];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        byte[] file = input.ToArray();
        TargetPathRejection rejection = TargetPath.Normalize(file, out int length);
        transcript.Add((int)rejection);
        if (rejection == TargetPathRejection.None)
        {
            ReadOnlySpan<byte> path = file.AsSpan(0, length);
            transcript.AddField(path);
            Check(path, isFile: true, input.Length);
            CheckRoundTrip(path);
        }

        byte[] route = input.ToArray();
        rejection = TargetPath.NormalizeSegments(route, out length);
        transcript.Add((int)rejection);
        if (rejection == TargetPathRejection.None)
        {
            transcript.AddField(route.AsSpan(0, length));
            Check(route.AsSpan(0, length), isFile: false, input.Length);
        }
    }

    private static void Check(ReadOnlySpan<byte> path, bool isFile, int sent)
    {
        BreachException.Unless(path.Length < sent, "a path has room for a terminator behind it.");
        BreachException.Unless(Utf8.IsValid(path), "a path is UTF-8.");
        BreachException.Unless(path.IsEmpty || path[0] != (byte)'/', "a path is relative.");
        BreachException.Unless(!isFile || !path.ContainsAny("\\\0"u8), "a path of files has only slashes.");
        foreach (Range range in MemoryExtensions.Split(path, (byte)'/'))
        {
            ReadOnlySpan<byte> segment = path[range];
            bool isDots = segment.SequenceEqual("."u8) || segment.SequenceEqual(".."u8);
            BreachException.Unless(!isDots, "no segment means another folder.");
            BreachException.Unless(
                !segment.IsEmpty || range.End.GetOffset(path.Length) == path.Length, "no segment but the last is empty.");
        }
    }

    private void CheckRoundTrip(ReadOnlySpan<byte> path)
    {
        int length = 0;
        foreach (Range range in MemoryExtensions.Split(path, (byte)'/'))
        {
            _written[length++] = (byte)'/';
            BreachException.Unless(
                PercentEncoding.TryEncodeSegment(path[range], _written.AsSpan(length), out int written), "there is room.");
            length += written;
        }

        BreachException.Unless(
            TargetPath.Normalize(_written.AsSpan(0, length), out int normal) == TargetPathRejection.None
                && path.SequenceEqual(_written.AsSpan(0, normal)),
            "an encoded path is read as what it was.");
    }
}
