// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

using CsCheck;

using Linnet.Conformance;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Messages;

public sealed class AuthorityTests
{
    [Theory]
    [InlineData("a", "a", -1)]
    [InlineData("a:", "a", -1)]
    [InlineData("a:0", "a", 0)]
    [InlineData("a:80", "a", 80)]
    [InlineData("a:65535", "a", 65535)]
    [InlineData("a:00065535", "a", 65535)]
    [InlineData("example.com:8080", "example.com", 8080)]
    [InlineData("127.0.0.1:8080", "127.0.0.1", 8080)]
    [InlineData("-._~09azAZ", "-._~09azAZ", -1)]
    [InlineData("[::]", "[::]", -1)]
    [InlineData("[::1]:80", "[::1]", 80)]
    [InlineData("[::1]:", "[::1]", -1)]
    [InlineData("[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7:8]", -1)]
    [InlineData("[1::8]", "[1::8]", -1)]
    [InlineData("[ABCD:ef01::]", "[ABCD:ef01::]", -1)]
    [InlineData("[::ffff:1.2.3.4]", "[::ffff:1.2.3.4]", -1)]
    [InlineData("[1:2:3:4:5:6:1.2.3.4]:1", "[1:2:3:4:5:6:1.2.3.4]", 1)]
    [Rfc("3986", "3.2.2")]
    [Rfc("3986", "3.2.3")]
    [Rfc("9110", "7.2")]
    public void Takes_host_and_port_apart(string text, string host, int port)
    {
        Assert.True(Authority.TryParse(Encoding.Latin1.GetBytes(text), out int length, out int actual));
        Assert.Equal(host, text[..length]);
        Assert.Equal(port, actual);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":80")]
    [InlineData("a:x")]
    [InlineData("a:8x")]
    [InlineData("a:65536")]
    [InlineData("a:9223372036854775808")]
    [InlineData("a::80")]
    [InlineData("a:80:")]
    [InlineData("a@b")]
    [InlineData("a/")]
    [InlineData("[")]
    [InlineData("]")]
    [InlineData("[]")]
    [InlineData("[]:80")]
    [InlineData("[:]")]
    [InlineData("[a]")]
    [InlineData("[1.2.3.4]")]
    [InlineData("[::1")]
    [InlineData("::1")]
    [InlineData("[::1]a")]
    [InlineData("[::1]]")]
    [InlineData("[[::1]]")]
    [InlineData("[[::1]:80]")]
    [InlineData("a[::1]")]
    [InlineData("[::1%1]")]
    [InlineData("[::1%25lo]")]
    [InlineData("[::1/64]")]
    [InlineData("[1:2:3:4:5:6:7]")]
    [InlineData("[1:2:3:4:5:6:7:8:9]")]
    [InlineData("[1::2::3]")]
    [InlineData("[:::]")]
    [InlineData("[12345::]")]
    [InlineData("[::g]")]
    [InlineData("[::1.2.3]")]
    [InlineData("[::256.1.1.1]")]
    [InlineData("[::1.2.3.4.5]")]
    [InlineData("[1:]")]
    [InlineData("[:1]")]
    [InlineData("[ ::1]")]
    [InlineData("[::1 ]")]
    [InlineData("[v1.a:b]")]
    [Rfc("3986", "3.2.2")]
    [Rfc("9110", "4.2.4")]
    [Attack("HD-02")]
    [Attack("HD-07")]
    public void Refuses_what_is_no_host_and_port(string text) =>
        Assert.False(Authority.TryParse(Encoding.Latin1.GetBytes(text), out _, out _));

    [Fact]
    [Rfc("3986", "3.2.2")]
    [Attack("HD-02")]
    public void A_name_is_letters_digits_hyphens_dots_underscores_and_tildes()
    {
        for (int value = 0; value < 256; value++)
        {
            bool expected = (value < 128 && char.IsAsciiLetterOrDigit((char)value)) || (char)value is '-' or '.' or '_' or '~';
            Assert.Equal(expected, Authority.TryParse([(byte)'a', (byte)value, (byte)'b'], out _, out _));
        }
    }

    [Fact]
    [Rfc("3986", "3.2.2")]
    public void Agrees_with_the_grammar_of_the_RFC_on_likely_authorities()
    {
        Regex grammar = new(
            $@"\A{NaiveAuthority.Authority}\z",
            RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture);
        Gen<string> part = Gen.OneOf(
            "0 1 12 ab 0abc 12345 : : : : :: [ ] . 1.2.3.4 255.1 01.2 256 % / a - 80 65536"
                .Split(' ').Select(Gen.Const).ToArray());
        Gen<string> inner = part.Array[0, 16].Select(string.Concat);
        Gen.OneOf(inner, inner.Select(text => $"[{text}]"), inner.Select(text => $"[{text}]:80")).Sample(
            text =>
            {
                Match match = grammar.Match(text);
                bool valid = Authority.TryParse(Encoding.Latin1.GetBytes(text), out int length, out int port);
                Assert.Equal(match.Success, valid);
                if (valid)
                {
                    Assert.Equal(match.Groups["host"].Value, text[..length]);
                    Assert.Equal(match.Groups["port"].Length > 0 ? int.Parse(match.Groups["port"].Value, null) : -1, port);
                }
            },
            iter: 100_000);
    }

    [Fact]
    public void A_host_has_at_most_255_bytes()
    {
        Assert.True(Authority.TryParse(Encoding.ASCII.GetBytes(new string('a', 255)), out int length, out _));
        Assert.Equal(255, length);
        Assert.True(Authority.TryParse(Encoding.ASCII.GetBytes($"{new string('a', 255)}:65535"), out _, out _));
        Assert.False(Authority.TryParse(Encoding.ASCII.GetBytes(new string('a', 256)), out _, out _));
    }
}
