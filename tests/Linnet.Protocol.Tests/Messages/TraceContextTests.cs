// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Linq;
using System.Text;

using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Messages;

/// <summary>W3C Trace Context, sections 3.2 and 3.3.</summary>
public sealed class TraceContextTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Parent = "00f067aa0ba902b7";

    [Theory]
    [InlineData($"00-{Trace}-{Parent}-01", true)]
    [InlineData($"00-{Trace}-{Parent}-00", false)]
    [InlineData($"00-{Trace}-{Parent}-0b", true)]
    [InlineData($"00-{Trace}-{Parent}-fe", false)]
    [InlineData($"01-{Trace}-{Parent}-09", true)]
    [InlineData($"cc-{Trace}-{Parent}-01-what-comes", true)]
    public void A_parent_is_taken_apart(string value, bool isSampled)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(value);
        Assert.True(TraceParent.IsValid(bytes));
        Assert.Equal(Trace, Encoding.ASCII.GetString(TraceParent.Trace(bytes)));
        Assert.Equal(Parent, Encoding.ASCII.GetString(TraceParent.Parent(bytes)));
        Assert.Equal(isSampled, TraceParent.IsSampled(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData($"00-{Trace}-{Parent}")]
    [InlineData($"00-{Trace}-{Parent}-")]
    [InlineData($"00-{Trace}-{Parent}-1")]
    [InlineData($"00-{Trace}-{Parent}-001")]
    [InlineData($"00-{Trace}-{Parent}-01-more")]
    [InlineData($"cc-{Trace}-{Parent}-01.more")]
    [InlineData($"ff-{Trace}-{Parent}-01")]
    [InlineData($"0x-{Trace}-{Parent}-01")]
    [InlineData($"00-{Trace}-{Parent}-0A")]
    [InlineData($"00-4BF92F3577B34DA6A3CE929D0E0E4736-{Parent}-01")]
    [InlineData($"00-00000000000000000000000000000000-{Parent}-01")]
    [InlineData($"00-{Trace}-0000000000000000-01")]
    [InlineData($"00_{Trace}-{Parent}-01")]
    [InlineData($"00-{Trace}_{Parent}-01")]
    [InlineData($"00-{Trace}-{Parent}_01")]
    [InlineData($" 00-{Trace}-{Parent}-01")]
    public void A_parent_that_is_not_quite_one_is_none(string value) =>
        Assert.False(TraceParent.IsValid(Encoding.ASCII.GetBytes(value)));

    [Theory]
    [InlineData("a=1", true)]
    [InlineData("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE", true)]
    [InlineData("a=1, b=2 ,\tc=3", true)]
    [InlineData("a=1,,b=2", true)]
    [InlineData("fw529a3039@dt=x y", true)]
    [InlineData("0a=1", true)]
    [InlineData("", false)]
    [InlineData(",", false)]
    [InlineData("a", false)]
    [InlineData("=1", false)]
    [InlineData("a=", false)]
    [InlineData("A=1", false)]
    [InlineData("a=1=2", false)]
    [InlineData("a=\u0001", false)]
    [InlineData("a@b@c=1", false)]
    [InlineData("a@=1", false)]
    [InlineData("@a=1", false)]
    [InlineData("_a=1", false)]
    [InlineData("a_-*/=1", true)]
    [InlineData("a!=1", false)]
    [InlineData("a= ~", true)]
    [InlineData("a=\u007f", false)]
    [InlineData("a=1,b", false)]
    [InlineData("a=1,\u000b", false)]
    public void A_state_is_a_list_of_members_or_nothing(string value, bool isValid) =>
        Assert.Equal(isValid, TraceState.IsValid(Encoding.ASCII.GetBytes(value)));

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void A_state_has_so_many_members_and_no_more(int members, bool isValid) =>
        Assert.Equal(isValid, TraceState.IsValid(Encoding.ASCII.GetBytes(
            string.Join(',', Enumerable.Range(0, members).Select(index => $"k{index}=v")))));

    [Theory]
    [InlineData(254, 256, true)]
    [InlineData(254, 257, false)]
    [InlineData(256, 254, true)]
    [InlineData(257, 253, false)]
    [InlineData(256, 256, false)]
    public void A_key_a_value_and_the_whole_have_their_lengths(int key, int value, bool isValid) =>
        Assert.Equal(isValid, TraceState.IsValid(Encoding.ASCII.GetBytes(
            $"{new string('k', key)}={new string('v', value)}")));

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void The_whole_has_its_length_however_many_members_there_are(int length, bool isValid) =>
        Assert.Equal(isValid, TraceState.IsValid(Encoding.ASCII.GetBytes($"a=1,b={new string('v', 250)},c=".PadRight(length, 'v'))));
}
