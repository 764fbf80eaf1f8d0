// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

using CsCheck;

using Linnet.Conformance;
using Linnet.Protocol.Proxy;

using Xunit;

namespace Linnet.Protocol.Tests.Proxy;

/// <summary>Version 1: section 2.1 of the PROXY protocol's specification.</summary>
public sealed class ProxyHeaderTextTests
{
    [Theory]
    [InlineData("TCP4 192.0.2.1 198.51.100.7 56324 443", "192.0.2.1:56324", "198.51.100.7:443")]
    [InlineData("TCP4 255.255.255.255 255.255.255.255 65535 65535", "255.255.255.255:65535", "255.255.255.255:65535")]
    [InlineData("TCP4 0.0.0.0 0.0.0.0 0 0", "0.0.0.0:0", "0.0.0.0:0")]
    [InlineData("TCP6 2001:db8::1 2001:DB8::2 56324 443", "[2001:db8::1]:56324", "[2001:db8::2]:443")]
    [InlineData("TCP6 :: ::1 1 2", "[::]:1", "[::1]:2")]
    [InlineData("TCP6 ::ffff:192.0.2.1 ::1 1 2", "[::ffff:192.0.2.1]:1", "[::1]:2")]
    [InlineData(
        "TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535",
        "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535",
        "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535")]
    public void Reads_both_ends(string line, string source, string destination)
    {
        byte[] bytes = Bytes($"PROXY {line}\r\nGET / HTTP/1.1\r\n");
        Outcome outcome = Outcome.Of(bytes);
        Assert.Equal(ProxyHeaderStatus.Complete, outcome.Status);
        Assert.Equal(ProxyOrigin.Client, outcome.Header.Origin);
        Assert.Equal(IPEndPoint.Parse(source), outcome.Header.Source);
        Assert.Equal(IPEndPoint.Parse(destination), outcome.Header.Destination);
        Assert.Equal("PROXY \r\n".Length + line.Length, outcome.Header.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" 192.0.2.1 198.51.100.7 56324 443")]
    [InlineData(" whatever stands here \0\x7f\u00ff is ignored")]
    [InlineData(" ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535")]
    public void An_unknown_client_has_no_address(string rest)
    {
        string line = $"PROXY UNKNOWN{rest}\r\n";
        Outcome outcome = Outcome.Of(Bytes(line + "GET"));
        Assert.Equal(new ProxyHeader(line.Length, ProxyOrigin.Unknown), outcome.Header);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", ProxyRejection.NoHeader)]
    [InlineData("proxy TCP4 1.2.3.4 1.2.3.4 1 2\r\n", ProxyRejection.NoHeader)]
    [InlineData(" PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\n", ProxyRejection.NoHeader)]
    [InlineData("\r\nPROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\n", ProxyRejection.NoHeader)]
    [InlineData("PROXY\r\n", ProxyRejection.NoHeader)]
    [InlineData("PROXY\tTCP4 1.2.3.4 1.2.3.4 1 2\r\n", ProxyRejection.NoHeader)]
    [InlineData("PROXYTCP4 1.2.3.4 1.2.3.4 1 2\r\n", ProxyRejection.NoHeader)]
    [InlineData("PROXY \r\n", ProxyRejection.InvalidProtocol)]
    [InlineData("PROXY  TCP4 1.2.3.4 1.2.3.4 1 2\r\n", ProxyRejection.InvalidProtocol)]
    [InlineData("PROXY TCP4\r\n", ProxyRejection.InvalidProtocol)]
    [InlineData("PROXY TCP5 1.2.3.4 1.2.3.4 1 2\r\n", ProxyRejection.InvalidProtocol)]
    [InlineData("PROXY tcp4 1.2.3.4 1.2.3.4 1 2\r\n", ProxyRejection.InvalidProtocol)]
    [InlineData("PROXY UDP4 1.2.3.4 1.2.3.4 1 2\r\n", ProxyRejection.InvalidProtocol)]
    [InlineData("PROXY UNKNOWNS\r\n", ProxyRejection.InvalidProtocol)]
    [InlineData("PROXY unknown\r\n", ProxyRejection.InvalidProtocol)]
    [InlineData("PROXY TCP4 \r\n", ProxyRejection.InvalidAddress)]
    [InlineData("PROXY TCP4  1.2.3.4 1.2.3.4 1 2\r\n", ProxyRejection.InvalidAddress)]
    [InlineData("PROXY TCP4 1.2.3.4  1.2.3.4 1 2\r\n", ProxyRejection.InvalidAddress)]
    [InlineData("PROXY TCP4 1.2.3.4\t1.2.3.4 1 2\r\n", ProxyRejection.InvalidAddress)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4\r\n", ProxyRejection.InvalidAddress)]
    [InlineData("PROXY TCP4 1.2.3.4\r\n", ProxyRejection.InvalidAddress)]
    [InlineData("PROXY TCP4 01.2.3.4 1.2.3.4 1 2\r\n", ProxyRejection.InvalidAddress)]
    [InlineData("PROXY TCP4 1.2.3.256 1.2.3.4 1 2\r\n", ProxyRejection.InvalidAddress)]
    [InlineData("PROXY TCP4 1.2.3 1.2.3.4 1 2\r\n", ProxyRejection.InvalidAddress)]
    [InlineData("PROXY TCP4 ::1 ::1 1 2\r\n", ProxyRejection.InvalidAddress)]
    [InlineData("PROXY TCP4 localhost 1.2.3.4 1 2\r\n", ProxyRejection.InvalidAddress)]
    [InlineData("PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n", ProxyRejection.InvalidAddress)]
    [InlineData("PROXY TCP6 [::1] ::1 1 2\r\n", ProxyRejection.InvalidAddress)]
    [InlineData("PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n", ProxyRejection.InvalidAddress)]
    [InlineData("PROXY TCP6 ::1 1::2::3 1 2\r\n", ProxyRejection.InvalidAddress)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 \r\n", ProxyRejection.InvalidPort)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n", ProxyRejection.InvalidPort)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1 \r\n", ProxyRejection.InvalidPort)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4  1 2\r\n", ProxyRejection.InvalidPort)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1  2\r\n", ProxyRejection.InvalidPort)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 65536 2\r\n", ProxyRejection.InvalidPort)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1 65536\r\n", ProxyRejection.InvalidPort)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 01 2\r\n", ProxyRejection.InvalidPort)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1 00\r\n", ProxyRejection.InvalidPort)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 +1 2\r\n", ProxyRejection.InvalidPort)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 -1 2\r\n", ProxyRejection.InvalidPort)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 0x1 2\r\n", ProxyRejection.InvalidPort)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1 2 \r\n", ProxyRejection.TrailingText)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1 2 3\r\n", ProxyRejection.TrailingText)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n", ProxyRejection.BareLineEnd)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1 2\rGET", ProxyRejection.BareLineEnd)]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\r\n", ProxyRejection.BareLineEnd)]
    [InlineData("PROXY TCP4 1.2.3.4\n1.2.3.4 1 2\r\n", ProxyRejection.BareLineEnd)]
    [InlineData("PROXY UNKNOWN\n\r\n", ProxyRejection.BareLineEnd)]
    [Attack("PX-02")]
    public void Refuses_every_other_line(string text, object rejection) =>
        Assert.Equal((ProxyRejection)rejection, Outcome.Of(Bytes(text)).Rejection);

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PROXY ")]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1 2")]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r")]
    public void Waits_for_the_end_of_the_line(string text) =>
        Assert.Equal(ProxyHeaderStatus.Incomplete, Outcome.Of(Bytes(text)).Status);

    [Theory]
    [InlineData(107, ProxyRejection.None)]
    [InlineData(108, ProxyRejection.LineTooLong)]
    [InlineData(109, ProxyRejection.LineTooLong)]
    [InlineData(4000, ProxyRejection.LineTooLong)]
    [Attack("PX-02")]
    public void A_line_has_at_most_107_bytes(int length, object rejection)
    {
        string line = "PROXY UNKNOWN ".PadRight(length - 2, 'x') + "\r\n";
        Assert.Equal((ProxyRejection)rejection, Outcome.Of(Bytes(line)).Rejection);
    }

    [Fact]
    [Attack("PX-02")]
    public void A_line_without_end_is_refused_at_its_107th_byte()
    {
        byte[] bytes = Bytes("PROXY UNKNOWN ".PadRight(107, 'x'));
        Assert.Equal(ProxyHeaderStatus.Incomplete, Outcome.Of(bytes.AsSpan(0, 106)).Status);
        Assert.Equal(ProxyRejection.LineTooLong, Outcome.Of(bytes).Rejection);
    }

    [Fact]
    public void Agrees_with_the_specification_s_grammar_on_likely_lines()
    {
        const string Octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
        const string Port = "(?:6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3}|0)";
        Regex grammar = new(
            $@"\APROXY (?:UNKNOWN(?: [^\r\n]*)?|TCP4(?: {Octet}(?:\.{Octet}){{3}}){{2}}(?: {Port}){{2}})\r\n",
            RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
        Gen<string> part = Gen.OneOf(
            Array.ConvertAll(
                "1.2.3.4|0.0.0.0|256.1.1.1|01.2.3.4|0|00|80|65535|65536| | | |TCP4|UNKNOWN|\r\n|\n|\r|x".Split('|'), Gen.Const));
        Gen<string> sensible = Gen.Select(
            OneOf("1.2.3.4 ", "255.0.0.1 ", "1.2.3 ", "1.2.3.4  "),
            OneOf("0 ", "80 ", "65536 ", "080 "),
            OneOf("9\r\n", "9\r", "9 \r\n", "\r\n"),
            (address, port, end) => $"TCP4 {address}{address}{port}{end}");
        Gen.OneOf(part.Array[0, 10].Select(string.Concat), sensible).Sample(
            rest =>
            {
                string text = $"PROXY {rest}";
                Match match = grammar.Match(text);
                Outcome outcome = Outcome.Of(Bytes(text));
                Assert.Equal(match.Success && match.Length <= 107, outcome.Status == ProxyHeaderStatus.Complete);
                Assert.Equal(outcome.Status == ProxyHeaderStatus.Complete ? match.Length : 0, outcome.Header.Length);
            },
            iter: 20_000);
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
