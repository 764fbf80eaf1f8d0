// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using Linnet.Conformance;
using Linnet.Protocol.Messages;
using Xunit;

namespace Linnet.Protocol.Tests.Messages;

/// <summary>Media types and their parameters.</summary>
public sealed class MediaTypeTests
{
    [Theory]
    [InlineData("application/json", true)]
    [InlineData("Application/JSON ; charset=utf-8", true)]
    [InlineData("text/json", true)]
    [InlineData("application/problem+json", true)]
    [InlineData("+json", false)]
    [InlineData("text/plain", false)]
    [InlineData("application/jsonp", false)]
    [InlineData("text/plain; a=application/json", false)]
    [InlineData("", false)]
    public void JSON_is_recognised(string contentType, bool expected)
    {
        Assert.Equal(expected, MediaType.IsJson(Encoding.ASCII.GetBytes(contentType)));
    }

    [Theory]
    [Rfc("9110", "5.6.6")]
    [Rfc("9110", "8.3.1")]
    [InlineData("a/b; boundary=abc", "abc")]
    [InlineData("a/b;BOUNDARY=abc", "abc")]
    [InlineData("a/b ; charset=x ; boundary=abc ;", "abc")]
    [InlineData("a/b;; ;boundary=\"a b\"", "a b")]
    [InlineData("a/b; boundary=\"a\\\"b\\\\c\"", "a\"b\\c")]
    [InlineData("a/b; boundary=\"a;boundary=b\"", "a;boundary=b")]
    [InlineData("a/b; boundary=a; boundary=b", null)]
    [InlineData("a/b; boundary=", null)]
    [InlineData("a/b; boundary =a", null)]
    [InlineData("a/b; boundary= a", null)]
    [InlineData("a/b; boundary=\"a", null)]
    [InlineData("a/b; boundary=\"a\\\"", null)]
    [InlineData("a/b; boundary=\"a\\", null)]
    [InlineData("a/b; boundary=\"a\"b", null)]
    [InlineData("a/b; boundary=a b", null)]
    [InlineData("a/b; boundary=\"", null)]
    [InlineData("a/b; boundary=\"\"", "")]
    [InlineData("a/b; boundary=\"\"; boundary=a", null)]
    [InlineData("a/b; x y=z; boundary=a", null)]
    [InlineData("; boundary=a", "a")]
    [InlineData("a/b; x; boundary=a", null)]
    [InlineData("a/b; boundary=0123456789", null)]
    [InlineData("a/b", null)]
    [InlineData("", null)]
    public void A_parameter_is_found_once_and_whole_or_not_at_all(string contentType, string? expected)
    {
        byte[] value = new byte[12];
        bool isFound = MediaType.TryGetParameter(
            Encoding.ASCII.GetBytes(contentType), "boundary"u8, value.AsSpan(0, 9), out int length)
            || MediaType.TryGetParameter(
                Encoding.ASCII.GetBytes(contentType), "boundary"u8, value.AsSpan(0, contentType.Length > 24 ? 12 : 9), out length);
        Assert.Equal(expected, isFound ? Encoding.ASCII.GetString(value, 0, length) : expected is null ? null : "none");
    }

    [Theory]
    [InlineData("text/html", "text/html")]
    [InlineData("text/html;charset=utf-8", "text/html")]
    [InlineData(" text/html ;", "text/html")]
    [InlineData(";charset=utf-8", "")]
    public void The_essence_is_what_stands_before_the_parameters(string contentType, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(MediaType.Essence(Encoding.ASCII.GetBytes(contentType))));
}
