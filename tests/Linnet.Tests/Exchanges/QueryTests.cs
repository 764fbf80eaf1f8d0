// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Tests.Connections;
using Xunit;

namespace Linnet.Tests.Exchanges;

/// <summary>A query is decoded once, and text is made when it is asked for.</summary>
public sealed class QueryTests
{
    [Fact]
    public async Task A_query_is_read_by_name()
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            QueryParameters query = exchange.Request.Query;
            Assert.Equal("a=1&b=x+y&a=2&c&%C3%A4=%E2%82%AC", exchange.Request.QueryString);
            Assert.Equal(5, query.Count);
            Assert.Equal("1", query["a"]);
            Assert.Equal("x y", query["b"]);
            Assert.Equal("", query["c"]);
            Assert.Equal("€", query["ä"]);
            Assert.Null(query["A"]);
            Assert.Null(query["d"]);
            Assert.Equal(["1", "2"], query.All("a"));
            Assert.Empty(query.All("d"));
            Assert.Equal(["a", "b", "a", "c", "ä"], query.Select(static pair => pair.Key));
            Assert.True(query.TryGetBytes("b"u8, out ReadOnlySpan<byte> value) && value.SequenceEqual("x y"u8));
            Assert.False(query.TryGetBytes("d"u8, out _));
            return default;
        });
        Assert.Equal(200, (await served.Client.AskAsync(Requests.Get("/?a=1&b=x+y&a=2&c&%C3%A4=%E2%82%AC"))).Status);
        Assert.Empty(served.Failures);
    }

    [Fact]
    public async Task Each_request_has_its_own_query()
    {
        QueryParameters? kept = null;
        List<string?> seen = [];
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            kept = exchange.Request.Query;
            seen.Add(kept["a"]);
            return default;
        });
        await served.Client.AskAsync(Requests.Get("/?a=1"));
        await served.Client.AskAsync(Requests.Get("/"));
        await served.Client.AskAsync(Requests.Get("/?a=" + string.Join("&a=", Enumerable.Range(3, 1000))));
        Assert.Equal(["1", null, "3"], seen);
        Assert.Throws<InvalidOperationException>(() => kept?["a"]);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_replaced_in_text_and_kept_in_bytes()
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            Assert.Equal("\uFFFD", exchange.Request.Query["a"]);
            Assert.True(exchange.Request.Query.TryGetBytes("a"u8, out ReadOnlySpan<byte> value));
            Assert.Equal([0xFF], value.ToArray());
            return default;
        });
        Assert.Equal(200, (await served.Client.AskAsync(Requests.Get("/?a=%FF"))).Status);
        Assert.Empty(served.Failures);
    }
}
