// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Text;
using CsCheck;
using Linnet.Conformance;
using Linnet.Protocol.Forms;
using Xunit;

namespace Linnet.Protocol.Tests.Forms;

/// <summary>A file name from a client is never a path.</summary>
public sealed class SafeFileNameTests
{
    [Theory]
    [Rfc("7578", "4.2")]
    [InlineData("photo.jpg", "photo.jpg")]
    [InlineData("My résumé (1).pdf", "My résumé (1).pdf")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("/etc/passwd", "passwd")]
    [InlineData("C:\\Users\\me\\f.txt", "f.txt")]
    [InlineData("\\\\host\\share\\f.txt", "f.txt")]
    [InlineData("..", "file")]
    [InlineData(".", "file")]
    [InlineData("", "file")]
    [InlineData("a/", "file")]
    [InlineData("   ", "file")]
    [InlineData(".htaccess", "_htaccess")]
    [InlineData("...x", "_..x")]
    [InlineData("a.txt. .", "a.txt")]
    [InlineData("a\0b\r\nc\u001b[31m.txt", "a_b__c_[31m.txt")]
    [InlineData("a\u202etxt.exe", "a_txt.exe")]
    [InlineData("a:b|c?d*e<f>g\"h", "a_b_c_d_e_f_g_h")]
    [InlineData("con", "_con")]
    [InlineData("NUL.txt", "_NUL.txt")]
    [InlineData("COM1 .txt", "_COM1 .txt")]
    [InlineData("console", "console")]
    public void It_is_made_safe(string sent, string expected)
    {
        Assert.Equal(expected, SafeFileName.From(Encoding.UTF8.GetBytes(sent)));
    }

    [Fact]
    public void It_fits_into_a_file_system_and_keeps_its_extension()
    {
        string name = SafeFileName.From(Encoding.UTF8.GetBytes(new string('ä', 300) + ".jpeg"));
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 250, 255);
        Assert.EndsWith("ä.jpeg", name);
    }

    [Theory]
    [InlineData(251, ".txt", 255, ".txt")]
    [InlineData(252, ".txt", 255, "a.txt")]
    [InlineData(300, "", 255, "aa")]
    [InlineData(300, ".4567890123456789012", 255, "a.4567890123456789012")]
    [InlineData(300, ".45678901234567890123", 255, "aa")]
    public void It_is_cut_to_the_byte_and_an_extension_is_short(int count, string extension, int length, string end)
    {
        string name = SafeFileName.From(Encoding.UTF8.GetBytes(new string('a', count) + extension));
        Assert.Equal(length, name.Length);
        Assert.EndsWith(end, name);
    }

    [Fact]
    public void Whatever_comes_it_is_a_name_and_stays_the_same_when_made_safe_again()
    {
        Gen.OneOf(Gen.Byte, Gen.Int[0, 4].Select(static index => "./\\ a"u8[index])).Array[0, 300].Sample(bytes =>
        {
            string name = SafeFileName.From(bytes);
            Assert.False(string.IsNullOrWhiteSpace(name));
            Assert.DoesNotContain(name, static character => character is '/' or '\\' or ':' || char.IsControl(character));
            Assert.False(name.StartsWith('.') || name.EndsWith('.') || name.EndsWith(' '));
            Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, 255);
            Assert.Equal(name, SafeFileName.From(Encoding.UTF8.GetBytes(name)));
        });
    }
}
