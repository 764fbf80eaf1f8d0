// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;

using Linnet.Connections;

using Xunit;

namespace Linnet.Tests.Connections;

public sealed class DeadlineTests : IDeadlineOwner
{
    private readonly List<WaitKind> _expired = [];

    private Deadline _deadline = new();

    ref Deadline IDeadlineOwner.Deadline => ref _deadline;

    void IDeadlineOwner.OnExpired(WaitKind kind) => _expired.Add(kind);

    [Fact]
    public void Expires_once_and_the_one_who_clears_it_learns_of_it()
    {
        _deadline.Set(100, WaitKind.Receive);
        Assert.False(_deadline.HasPassed(99));
        Assert.True(_deadline.HasPassed(100));
        _deadline.Expire(this);
        _deadline.Expire(this);
        Assert.Equal([WaitKind.Receive], _expired);
        Assert.False(_deadline.HasPassed(100));
        Assert.False(_deadline.TryClear());
        Assert.True(_deadline.TryClear());
    }

    [Fact]
    public void Does_not_expire_once_it_is_cleared()
    {
        _deadline.Set(100, WaitKind.Send);
        Assert.True(_deadline.TryClear());
        _deadline.Expire(this);
        Assert.Empty(_expired);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cap_on_idle_waits_holds_whether_it_comes_before_the_wait_or_during_it(bool before)
    {
        if (before)
        {
            _deadline.CapIdle(50);
        }

        _deadline.Set(100, WaitKind.Idle);
        if (!before)
        {
            _deadline.CapIdle(50);
        }

        Assert.True(_deadline.HasPassed(50));
        Assert.False(_deadline.HasPassed(49));
    }

    [Fact]
    public void A_cap_on_idle_waits_leaves_other_waits_and_earlier_moments_alone()
    {
        _deadline.Set(100, WaitKind.Receive);
        _deadline.CapIdle(50);
        Assert.False(_deadline.HasPassed(99));
        _deadline.Set(100, WaitKind.Send);
        Assert.False(_deadline.HasPassed(99));
        _deadline.Set(20, WaitKind.Idle);
        Assert.True(_deadline.HasPassed(20));
    }
}
