// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;

using Linnet.Connections;

using Xunit;

namespace Linnet.Tests.Connections;

public sealed class DeadlineTests
{
    private readonly List<WaitKind> _expired = [];

    [Fact]
    public void Expires_once_and_the_one_who_clears_it_learns_of_it()
    {
        Deadline deadline = new(_expired.Add);
        deadline.Set(100, WaitKind.Receive);
        Assert.False(deadline.HasPassed(99));
        Assert.True(deadline.HasPassed(100));
        deadline.Expire();
        deadline.Expire();
        Assert.Equal([WaitKind.Receive], _expired);
        Assert.False(deadline.HasPassed(100));
        Assert.False(deadline.TryClear());
        Assert.True(deadline.TryClear());
    }

    [Fact]
    public void Does_not_expire_once_it_is_cleared()
    {
        Deadline deadline = new(_expired.Add);
        deadline.Set(100, WaitKind.Send);
        Assert.True(deadline.TryClear());
        deadline.Expire();
        Assert.Empty(_expired);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cap_on_idle_waits_holds_whether_it_comes_before_the_wait_or_during_it(bool before)
    {
        Deadline deadline = new(_expired.Add);
        if (before)
        {
            deadline.CapIdle(50);
        }

        deadline.Set(100, WaitKind.Idle);
        if (!before)
        {
            deadline.CapIdle(50);
        }

        Assert.True(deadline.HasPassed(50));
        Assert.False(deadline.HasPassed(49));
    }

    [Fact]
    public void A_cap_on_idle_waits_leaves_other_waits_and_earlier_moments_alone()
    {
        Deadline deadline = new(_expired.Add);
        deadline.Set(100, WaitKind.Receive);
        deadline.CapIdle(50);
        Assert.False(deadline.HasPassed(99));
        deadline.Set(100, WaitKind.Send);
        Assert.False(deadline.HasPassed(99));
        deadline.Set(20, WaitKind.Idle);
        Assert.True(deadline.HasPassed(20));
    }
}
