// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Representations;

using Xunit;

namespace Linnet.Protocol.Tests.Representations;

public sealed class MultipartRangesTests
{
    // The example of RFC 9110 §15.3.7.2, with a body of our own.
    [Fact]
    [Rfc("9110", "14.6")]
    [Rfc("9110", "15.3.7.2")]
    public void Parts_are_laid_out_as_the_RFC_shows()
    {
        string content = new string('a', 500) + new string('b', 500);
        ByteRange[] parts = [new ByteRange(500, 3), new ByteRange(0, 2)];
        MultipartRanges body = new("THIS_STRING_SEPARATES", "application/pdf", content.Length, parts);

        StringBuilder written = new();
        for (int index = 0; index < body.Count; index++)
        {
            written.Append(Encoding.ASCII.GetString(body.HeadOf(index).Span));
            written.Append(content.AsSpan((int)body[index].Offset, (int)body[index].Length));
        }

        written.Append(Encoding.ASCII.GetString(body.End.Span));
        Assert.Equal(
            "--THIS_STRING_SEPARATES\r\n"
            + "Content-Type: application/pdf\r\n"
            + "Content-Range: bytes 500-502/1000\r\n"
            + "\r\n"
            + "bbb\r\n"
            + "--THIS_STRING_SEPARATES\r\n"
            + "Content-Type: application/pdf\r\n"
            + "Content-Range: bytes 0-1/1000\r\n"
            + "\r\n"
            + "aa\r\n"
            + "--THIS_STRING_SEPARATES--\r\n",
            written.ToString());
        Assert.Equal(written.Length, body.Length);
        Assert.Equal("multipart/byteranges; boundary=THIS_STRING_SEPARATES", body.MediaType);
    }

    [Fact]
    [Rfc("9110", "15.3.7.2")]
    public void A_part_of_what_has_no_type_says_none()
    {
        MultipartRanges body = new("B", null, 9, [new ByteRange(0, 1), new ByteRange(5, 2)]);
        Assert.Equal("--B\r\nContent-Range: bytes 0-0/9\r\n\r\n", Encoding.ASCII.GetString(body.HeadOf(0).Span));
        Assert.Equal("\r\n--B\r\nContent-Range: bytes 5-6/9\r\n\r\n", Encoding.ASCII.GetString(body.HeadOf(1).Span));
        Assert.Equal(body.HeadOf(0).Length + 1 + body.HeadOf(1).Length + 2 + body.End.Length, body.Length);
    }

    [Fact]
    [Rfc("9110", "14.4")]
    public void A_part_says_where_it_is_and_its_absence_how_much_there_is()
    {
        Assert.Equal("bytes 42-1233/1234", ContentRange.Of(new ByteRange(42, 1192), 1234));
        Assert.Equal("bytes */1234", ContentRange.OfNone(1234));
    }
}
