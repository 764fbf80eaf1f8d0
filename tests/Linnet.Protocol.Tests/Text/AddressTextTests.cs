// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;
using System.Net.Sockets;
using System.Text;

using CsCheck;

using Linnet.Conformance;
using Linnet.Protocol.Text;

using Xunit;

namespace Linnet.Protocol.Tests.Text;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("10.20.30.40")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("2001:db8::1")]
    [InlineData("1:2:3:4:5:6:7:8")]
    [InlineData("::ffff:192.0.2.1")]
    [InlineData("ABCD:ABCD:ABCD:ABCD:ABCD:ABCD:192.168.158.190")]
    [Rfc("3986", "3.2.2")]
    [Rfc("4291", "2.2")]
    public void Reads_an_address(string text)
    {
        Assert.True(AddressText.TryParse(Encoding.ASCII.GetBytes(text), out IPAddress? address));
        Assert.Equal(IPAddress.Parse(text), address);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("...")]
    [InlineData("1")]
    [InlineData("127.1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.")]
    [InlineData(".1.2.3")]
    [InlineData("1.2.3.4.")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1..2.3")]
    [InlineData("256.0.0.1")]
    [InlineData("1.2.3.256")]
    [InlineData("01.2.3.4")]
    [InlineData("1.2.3.00")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("+1.2.3.4")]
    [InlineData(" 1.2.3.4")]
    [InlineData("1.2.3.4 ")]
    [InlineData("1.2.3.4\0")]
    [InlineData("1,2.3.4")]
    [InlineData("2130706433")]
    [InlineData("localhost")]
    [InlineData(":")]
    [InlineData("[::1]")]
    [InlineData("::1%eth0")]
    [InlineData("::1/64")]
    [InlineData("[::1]:80")]
    [InlineData("::1 ")]
    [InlineData("1::2::3")]
    [InlineData("12345::")]
    [InlineData("::g")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("::1.2.3")]
    [InlineData("::ffff:01.2.3.4")]
    [InlineData("::ffff:1.2.3.4:1")]
    [InlineData("0000000000:0000000000:0000000000:0000000000::")]
    [Rfc("3986", "3.2.2")]
    [Rfc("4291", "2.2")]
    public void Refuses_what_is_written_in_another_way(string text) =>
        Assert.False(AddressText.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Reads_back_every_address_as_it_is_printed() =>
        Gen.OneOf(Gen.Byte.Array[4], Gen.OneOf(Gen.Const((byte)0), Gen.Byte).Array[16]).Sample(bytes =>
        {
            IPAddress address = new(bytes);
            byte[] text = Encoding.ASCII.GetBytes(address.ToString());
            Assert.True(AddressText.TryParse(text, out IPAddress? read));
            Assert.Equal(address, read);
            Assert.Equal(address.AddressFamily == AddressFamily.InterNetwork, AddressText.TryParseIPv4(text, out _));
            Assert.Equal(address.AddressFamily == AddressFamily.InterNetworkV6, AddressText.TryParseIPv6(text, out _));
        });

    [Theory]
    [InlineData("0", 255, true, 0)]
    [InlineData("255", 255, true, 255)]
    [InlineData("256", 255, false, 0)]
    [InlineData("00", 255, false, 0)]
    [InlineData("01", 255, false, 0)]
    [InlineData("", 255, false, 0)]
    [InlineData("-1", 255, false, 0)]
    [InlineData("+1", 255, false, 0)]
    [InlineData("65535", 65535, true, 65535)]
    [InlineData("99999999999999999999", 65535, false, 0)]
    public void A_number_has_one_spelling(string text, int most, bool expected, int value)
    {
        Assert.Equal(expected, DecimalInteger.TryParseCanonical(Encoding.ASCII.GetBytes(text), most, out int actual));
        if (expected)
        {
            Assert.Equal(value, actual);
        }
    }
}
