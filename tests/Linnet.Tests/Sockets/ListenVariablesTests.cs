// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Linq;
using Linnet.Conformance;
using Linnet.Sockets;
using Xunit;

namespace Linnet.Tests.Sockets;

/// <summary>What systemd tells a process in its environment, by sd_listen_fds(3).</summary>
public sealed class ListenVariablesTests
{
    private const int This = 4711;

    [Theory]
    [InlineData("web", "3")]
    [InlineData("admin", "4,5")]
    [InlineData("*", "3,4,5")]
    public void A_name_stands_for_every_listener_that_has_it_and_a_star_for_all(string wanted, string numbers)
    {
        ListenVariables variables = new("4711", "3", "web:admin:admin");
        PassedDescriptor[] found = [.. variables.Find(wanted, This, out string? error)];
        Assert.Null(error);
        Assert.Equal(numbers, string.Join(',', found.Select(one => one.Number)));
        Assert.All(found, one => Assert.True(wanted == "*" || one.Name == wanted));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_names_all_are_called_unknown(string? names)
    {
        ListenVariables variables = new("4711", "2", names);
        Assert.Equal(2, variables.Find("unknown", This, out _).Count);
        Assert.Equal(2, variables.Find("*", This, out _).Count);
    }

    [Theory]
    [InlineData(null, null, null, "LISTEN_FDS and LISTEN_PID are not set")]
    [InlineData("4711", null, null, "are not set")]
    [InlineData(null, "1", null, "are not set")]
    [InlineData("4710", "1", "web", "for process 4710 (LISTEN_PID), and this is process 4711")]
    [InlineData("-4711", "1", "web", "for process -4711")]
    [InlineData("x", "1", "web", "for process x")]
    [InlineData("4711", "0", "web", "LISTEN_FDS is '0'")]
    [InlineData("4711", "-1", "web", "LISTEN_FDS is '-1'")]
    [InlineData("4711", "1025", "web", "LISTEN_FDS is '1025'")]
    [InlineData("4711", "99999999999", "web", "LISTEN_FDS is '99999999999'")]
    [InlineData("4711", "2", "web", "LISTEN_FDS says 2 and LISTEN_FDNAMES names 1")]
    [InlineData("4711", "2", "a:b", "called 'web', only 'a', 'b'. Write one of these, or FileDescriptorName=web")]
    [Attack("DR-04")]
    public void What_is_not_for_this_process_or_makes_no_sense_is_refused(
        string? process, string? count, string? names, string part)
    {
        Assert.Empty(new ListenVariables(process, count, names).Find("web", This, out string? error));
        Assert.Contains(part, error);
    }

    [Fact]
    public void As_many_as_are_allowed_are_found()
    {
        Assert.Equal(1024, new ListenVariables("4711", "1024", Names: null).Find("*", This, out string? error).Count);
        Assert.Null(error);
    }
}
