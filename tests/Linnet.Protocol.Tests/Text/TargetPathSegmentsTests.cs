// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

using CsCheck;

using Linnet.Conformance;
using Linnet.Protocol.Text;

using Xunit;

namespace Linnet.Protocol.Tests.Text;

/// <summary>Paths as routes see them: an encoded slash belongs to its segment.</summary>
public sealed class TargetPathSegmentsTests
{
    private static readonly Gen<string> Part = Gen.OneOf(
        "a", "%2f", "%2F", "%5c", "%C3%A9", "%2e", ".", "%25", "%20", "~", "%61", "b");

    [Theory]
    [Attack("ST-02")]
    [InlineData("/a%2fb/c", "a\0b/c")]
    [InlineData("/a%5Cb", "a\\b")]
    [InlineData("/%2f", "\0")]
    [InlineData("/a/%2e%2e%2fb", "a/..\0b")]
    public void An_encoded_separator_is_part_of_its_segment(string path, string expected) =>
        Assert.Equal(expected, Normalize(path));

    [Theory]
    [Attack("ST-02")]
    [InlineData("/a\\b", TargetPathRejection.Backslash)]
    [InlineData("/a%00b", TargetPathRejection.ControlCharacter)]
    [InlineData("/%2e%2e/", TargetPathRejection.AboveRoot)]
    [InlineData("/a%2", TargetPathRejection.InvalidEncoding)]
    internal void The_other_rules_stay(string path, TargetPathRejection expected) =>
        Assert.Equal(expected, TargetPath.NormalizeSegments(Encoding.ASCII.GetBytes(path), out _));

    [Fact]
    [Rfc("3986", "2.4")]
    public void Splitting_gives_back_each_segment_decoded_once() =>
        Part.Array[1, 4].Select(string.Concat).Array[1, 5].Sample(
            segments =>
            {
                string[] decoded = [.. segments.Select(Uri.UnescapeDataString)];
                if (decoded.Any(one => one is "." or ".."))
                {
                    return;
                }

                IEnumerable<string> read = Normalize("/" + string.Join('/', segments)).Split('/')
                    .Select(one => one.Replace((char)TargetPath.SlashInSegment, '/'));
                Assert.Equal(decoded, read);
            },
            iter: 10_000);

    private static string Normalize(string path)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(path);
        Assert.Equal(TargetPathRejection.None, TargetPath.NormalizeSegments(bytes, out int length));
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
