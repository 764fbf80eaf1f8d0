// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Tests.Connections;
using Xunit;

namespace Linnet.Tests.Exchanges;

/// <summary>An exchange ends with its handler, however the handler ends.</summary>
public sealed class ExchangeEndTests
{
    [Theory]
    [InlineData("returns at once")]
    [InlineData("returns later")]
    [InlineData("throws at once")]
    [InlineData("throws later")]
    public async Task An_exchange_throws_once_its_handler_has_ended(string how)
    {
        HttpExchange? kept = null;
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            kept = exchange;
            return how == "throws at once" ? throw new TimeoutException() : EndAsync(how);
        });
        await served.Client.AskAsync(Requests.Get());
        Assert.NotNull(kept);
        Assert.Throws<InvalidOperationException>(() => kept.Request.Path);
        Assert.Throws<InvalidOperationException>(() => kept.Request.Headers["Host"]);
        Assert.Throws<InvalidOperationException>(() => kept.Response.StatusCode = 500);
        Assert.Throws<InvalidOperationException>(() => kept.Response.Abort());
        Assert.Throws<InvalidOperationException>(() => kept.Aborted);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await kept.Response.WriteAsync("late"));
    }

    [Theory]
    [InlineData("Content-Length", "0")]
    [InlineData("transfer-encoding", "chunked")]
    [InlineData("Connection", "close")]
    [Rfc("9110", "8.6")]
    [Attack("HD-15")]
    public async Task A_1xx_response_cannot_be_given_a_field_that_frames_a_body(string name, string value)
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
            await Assert.ThrowsAsync<ArgumentException>(
                async () => await exchange.Response.SendInformationalAsync(103, new KeyValuePair<string, string>(name, value))));
        Assert.Equal(200, (await served.Client.AskAsync(Requests.Get())).Status);
        Assert.Empty(served.Failures);
    }

    private static async ValueTask EndAsync(string how)
    {
        if (how.EndsWith("later", StringComparison.Ordinal))
        {
            await Task.Yield();
        }

        if (how.StartsWith("throws", StringComparison.Ordinal))
        {
            throw new TimeoutException();
        }
    }
}
