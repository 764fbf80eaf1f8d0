// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Cli.Watching;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Cli.Tests.Watching;

public sealed class GatheringTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<Change> _told = [];
    private readonly Gathering _gathering;

    public GatheringTests() => _gathering = new Gathering(_told.Add, _time);

    public void Dispose() => _gathering.Dispose();

    [Fact]
    public void Many_changes_are_told_once_when_it_is_quiet()
    {
        for (int change = 0; change < 5; change++)
        {
            _gathering.Add(Change.Page);
            _time.Advance(TimeSpan.FromMilliseconds(99));
        }

        Assert.Empty(_told);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([Change.Page], _told);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Single(_told);
    }

    [Fact]
    public void What_never_ends_is_told_every_second()
    {
        for (int change = 0; change < 250; change++)
        {
            _gathering.Add(Change.Page);
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(2, _told.Count);
    }

    [Theory]
    [InlineData(Change.Style, Change.Style, Change.Style)]
    [InlineData(Change.Style, Change.Page, Change.Page)]
    [InlineData(Change.Page, Change.Style, Change.Page)]
    internal void A_page_counts_before_a_style(Change first, Change second, Change told)
    {
        _gathering.Add(first);
        _gathering.Add(second);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal([told], _told);
    }
}
