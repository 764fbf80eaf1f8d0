// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Text;
using CsCheck;
using Linnet.Conformance;
using Linnet.Protocol.Forms;
using Linnet.Protocol.Messages;
using Xunit;

namespace Linnet.Protocol.Tests.Forms;

/// <summary>Forms in parts: what a browser sends is read, what two readers could take for two things is refused.</summary>
public sealed class MultipartParserTests
{
    private const string Field = "Content-Disposition: form-data; name=\"a\"\r\n";

    [Theory]
    [Rfc("2046", "5.1.1")]
    [InlineData("--b--", "complete")]
    [InlineData("--b--\r\nepilogue", "complete")]
    [InlineData("preamble\r\n--b--", "complete")]
    [InlineData("\r\n--b--", "complete")]
    [InlineData("pre--b\r\n--b--", "complete")]
    [InlineData("--b \t\r\n" + Field + "\r\nx\r\n--b--", "[a: x]complete")]
    [InlineData("--b\r\n" + Field + "\r\nx\r\n--b--", "[a: x]complete")]
    [InlineData("--b\r\n" + Field + "\r\n\r\n--b--", "[a: ]complete")]
    [InlineData("--b\r\n" + Field + "\r\n--b--", "[a: ]complete")]
    [InlineData("--b\r\n" + Field + "\r\n1\r\n--b\r\n" + Field + "\r\n2\r\n--b--", "[a: 1][a: 2]complete")]
    [InlineData("--b\r\n" + Field + "\r\n\r\n-\r\n--\r\n--c\r--b\n--b\r\r\n--b--", "[a: \r\n-\r\n--\r\n--c\r--b\n--b\r]complete")]
    [InlineData("--b\r\n" + Field + "\r\nx", "[a:more")]
    [InlineData("--b\r\n" + Field + "\r\nx\r\n--b-", "[a: x]more")]
    [InlineData("--b\r\n" + Field, "more")]
    [InlineData("", "more")]
    [InlineData("no boundary", "more")]
    [InlineData("--b\r\n" + Field + "\r\nx\r\n--bc", "[a: x]InvalidDelimiter")]
    [InlineData("--bx\r\n" + Field + "\r\nx\r\n--b--", "InvalidDelimiter")]
    [InlineData("--b\n" + Field + "\r\nx\r\n--b--", "InvalidDelimiter")]
    [InlineData("--b -\r\n", "InvalidDelimiter")]
    [InlineData("--b                  \r\n", "InvalidDelimiter")]
    public void A_form_is_taken_apart_however_it_comes(string body, string expected)
    {
        ExpectAlways(expected, body);
    }

    [Theory]
    [Rfc("7578", "4.2")]
    [InlineData("Content-Disposition: form-data; name=\"a\"; filename=\"f.txt\"\r\nContent-Type: text/plain",
        "a file f.txt type text/plain")]
    [InlineData("CONTENT-DISPOSITION:Form-Data;NAME=a", "a")]
    [InlineData("Content-Disposition: form-data; name=\"a\"; filename=\"\"", "a file ")]
    [InlineData("Content-Disposition: form-data; name=\"a%22b\"; filename=\"c%0D%0A%41\"", "a\"b file c\r\n%41")]
    [InlineData("Content-Disposition: form-data; name=\"a\\\"b\"; filename=\"C:\\dir\\f.txt\"", "a\"b file C:\\dir\\f.txt")]
    [InlineData("Content-Disposition: form-data; name=\"\u00c3\u00a4\"", "\u00c3\u00a4")]
    [InlineData("Content-Disposition: form-data; name=a; filename*=UTF-8''x", "a")]
    [InlineData("Content-Disposition: form-data; name=a\r\nX-Other: y\r\nContent-Transfer-Encoding: BINARY", "a")]
    public void A_head_says_which_field_it_is(string head, string expected)
    {
        ExpectAlways($"[{expected}: x]complete", $"--b\r\n{head}\r\n\r\nx\r\n--b--");
    }

    [Theory]
    [Rfc("7578", "4.2")]
    [InlineData("", "MissingName")]
    [InlineData("Content-Type: text/plain\r\n", "MissingName")]
    [InlineData("Content-Disposition: form-data\r\n", "MissingName")]
    [InlineData("Content-Disposition: form-data\r\n" + Field, "MissingName")]
    [InlineData("Content-Disposition: attachment; name=a\r\n", "MissingName")]
    [InlineData("Content-Disposition: form-data; filename=a\r\n", "MissingName")]
    [InlineData("Content-Disposition: form-data; name=a; name=b\r\n", "InvalidPartHead")]
    [InlineData("Content-Disposition: form-data; name=a; filename=b; FileName=c\r\n", "InvalidPartHead")]
    [InlineData("Content-Disposition: form-data; name=\"a\r\n", "InvalidPartHead")]
    [InlineData("Content-Disposition: form-data; name=a b\r\n", "InvalidPartHead")]
    [InlineData(Field + Field, "InvalidPartHead")]
    [InlineData(Field + "Content-Type: a/b\r\nContent-Type: c/d\r\n", "InvalidPartHead")]
    [InlineData(Field + " folded\r\n", "InvalidPartHead")]
    [InlineData(Field + "X : y\r\n", "InvalidPartHead")]
    [InlineData(Field + "no colon\r\n", "InvalidPartHead")]
    [InlineData(Field + "X: a\nY: b\r\n", "InvalidPartHead")]
    [InlineData(Field + "X: a\rY: b\r\n", "InvalidPartHead")]
    [InlineData(Field + "X: a\0\r\n", "InvalidPartHead")]
    [InlineData(Field + "Content-Transfer-Encoding: base64\r\n", "UnsupportedEncoding")]
    public void A_head_that_says_too_little_or_two_things_is_refused(string head, string expected)
    {
        ExpectAlways(expected, $"--b\r\n{head}\r\nx\r\n--b--");
    }

    [Fact]
    [Attack("RL-06")]
    public void A_head_at_the_limit_is_read_and_one_byte_more_is_refused()
    {
        string padding = new('x', 100);
        string head = $"{Field}X: {padding}\r\n\r\n";
        string body = $"--b\r\n{head}x\r\n--b--";
        ExpectAlways("[a: x]complete", body, new FormLimits { MaxPartHeadBytes = head.Length });
        ExpectAlways("PartHeadTooLarge", body, new FormLimits { MaxPartHeadBytes = head.Length - 1 });
        ExpectAlways("more", "--b\r\n" + new string('x', 99), new FormLimits { MaxPartHeadBytes = 100 });
        ExpectAlways("PartHeadTooLarge", "--b\r\n" + new string('x', 100), new FormLimits { MaxPartHeadBytes = 100 });
    }

    [Theory]
    [Rfc("2046", "5.1.1")]
    [InlineData(16, "[a: x]complete")]
    [InlineData(17, "InvalidDelimiter")]
    public void Space_behind_a_delimiter_is_bounded(int count, string expected)
    {
        ExpectAlways(expected, $"--b{new string(' ', count)}\r\n{Field}\r\nx\r\n--b--");
    }

    [Fact]
    [Attack("RL-06")]
    public void Parts_at_the_limit_are_read_and_one_more_is_refused()
    {
        string body = $"--b\r\n{Field}\r\n1\r\n--b\r\n{Field}\r\n2\r\n--b--";
        ExpectAlways("[a: 1][a: 2]complete", body, new FormLimits { MaxParts = 2 });
        ExpectAlways("[a: 1]TooManyParts", body, new FormLimits { MaxParts = 1 });
    }

    [Theory]
    [Rfc("2046", "5.1.1")]
    [Attack("RL-06")]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(70, true)]
    [InlineData(71, false)]
    public void A_boundary_has_1_to_70_characters(int length, bool expected)
    {
        Assert.Equal(expected, MultipartParser.IsBoundary(Encoding.ASCII.GetBytes(new string('x', length))));
    }

    [Theory]
    [InlineData("a'()+_,-./:=? z", true)]
    [InlineData("a ", false)]
    [InlineData("a\"b", false)]
    [InlineData("a\rb", false)]
    [InlineData("a\u00e4", false)]
    public void A_boundary_is_of_its_characters(string boundary, bool expected)
    {
        Assert.Equal(expected, MultipartParser.IsBoundary(Encoding.Latin1.GetBytes(boundary)));
    }

    [Fact]
    [Rfc("2046", "5.1.1")]
    public void Any_split_gives_the_same_steps_and_what_was_written_is_read()
    {
        Gen<string> content = OneOf("\r", "\n", "-", "--", "b", "\r\n", "\r\n--", "\r\n-", "--b", "\r\n--c", "x", "\0")
            .Array[0, 12].Select(static pieces => string.Concat(pieces));
        Gen.Select(content.Array[0, 4], Gen.Int[1, 40]).Sample((contents, piece) =>
        {
            StringBuilder body = new("--b");
            StringBuilder expected = new();
            foreach (string text in contents.Select(static text => text.Replace("\n--b", "\n--c", StringComparison.Ordinal)))
            {
                // At the very front a boundary needs no line end of its own.
                string safe = text.StartsWith("--b", StringComparison.Ordinal) ? "x" + text : text;
                body.Append($"\r\n{Field}\r\n{safe}\r\n--b");
                expected.Append($"[a: {safe}]");
            }

            byte[] bytes = Encoding.Latin1.GetBytes(body.Append("--").ToString());
            Assert.Equal($"{expected}complete", MultipartFeed.Outcome(bytes, _ => piece));
        });
    }

    [Fact]
    public void Whatever_comes_any_split_gives_the_same_steps()
    {
        Gen<string> anything = OneOf(
            "--b", "\r\n", "\r\n--b", "--", Field, "\r\n\r\n", "x", "\r", "\n", " ", "Content-Disposition: ", "\"", ";", "\0");
        Gen.Select(anything.Array[0, 20], Gen.Int[1, 30]).Sample((pieces, piece) =>
        {
            byte[] bytes = Encoding.Latin1.GetBytes(string.Concat(pieces));
            string whole = MultipartFeed.Outcome(bytes, static left => left);
            Assert.Equal(whole, MultipartFeed.Outcome(bytes, _ => piece));
        });
    }

    [Theory]
    [Attack("RL-06")]
    [InlineData("\r\n--bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbc")]
    [InlineData("\r\n--b")]
    [InlineData("\r")]
    [InlineData("\n")]
    public void Content_that_nearly_is_a_boundary_takes_linear_time(string near)
    {
        // Counted, not timed: how often the parser is asked, and how many bytes it holds back, are bounded.
        string boundary = new('b', 70);
        byte[] body = Encoding.ASCII.GetBytes(
            $"--{boundary}\r\n{Field}\r\n" + string.Concat(Enumerable.Repeat(near, 20_000)));
        MultipartParser parser = new(Encoding.ASCII.GetBytes(boundary), new FormLimits());
        int start = 0;
        int steps = 0;
        for (int end = 1000; end <= body.Length; end += 1000)
        {
            while (parser.Read(body.AsSpan(start, end - start), out int consumed) != MultipartStep.NeedMore)
            {
                start += consumed;
                steps++;
            }

            Assert.InRange(end - start, 0, boundary.Length + 4);
        }

        Assert.InRange(steps, 1, (body.Length / 1000 * 2) + 2);
    }

    private static Gen<string> OneOf(params string[] pieces) =>
        Gen.Int[0, pieces.Length - 1].Select(index => pieces[index]);

    private static void ExpectAlways(string expected, string body, FormLimits? limits = null)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(body);
        Assert.Equal(expected, MultipartFeed.Outcome(bytes, static left => left, limits: limits));
        Assert.Equal(expected, MultipartFeed.Outcome(bytes, static _ => 1, limits: limits));
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            int first = cut;
            Assert.Equal(expected, MultipartFeed.Outcome(bytes, left => left == bytes.Length ? first : left, limits: limits));
        }
    }
}
