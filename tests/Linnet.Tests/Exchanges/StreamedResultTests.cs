// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Routing;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Linnet.Tests.Routing;

using Xunit;

namespace Linnet.Tests.Exchanges;

/// <summary>Results that are JSON, streams or sequences.</summary>
public sealed class StreamedResultTests
{
    [Fact]
    public async Task A_value_is_sent_as_JSON_with_its_length()
    {
        Router router = new();
        router.Get("/", () => Results.Json(new Point(1, 2), Shapes.Default.Point, 202));
        router.Get("/created", () => Results.Created("/here", Results.Json(new Point(3, 4), Shapes.Default.Point)));
        ReceivedResponse response = await router.AskAsync("GET", "/");
        Assert.Equal(202, response.Status);
        Assert.Equal("application/json", response["Content-Type"]);
        Assert.Equal("13", response["Content-Length"]);
        Assert.Equal("""{"X":1,"Y":2}""", response.Text);
        ReceivedResponse created = await router.AskAsync("GET", "/created");
        Assert.Equal(201, created.Status);
        Assert.Equal("application/json", created["Content-Type"]);
        Assert.Equal("""{"X":3,"Y":4}""", created.Text);
    }

    [Fact]
    public async Task A_JSON_result_that_is_sent_twice_is_refused_and_never_another_ones_bytes()
    {
        Result kept = Results.Json(new Point(1, 2), Shapes.Default.Point);
        Router router = new();
        router.Get("/kept", () => kept);
        router.Get("/fresh", () => Results.Json(new Point(3, 4), Shapes.Default.Point));
        await using ServedConnection served = ServedConnection.Start(router.HandleAsync);
        Assert.Equal("""{"X":1,"Y":2}""", (await served.Client.AskAsync(Requests.Get("/kept"))).Text);
        Assert.Equal("""{"X":3,"Y":4}""", (await served.Client.AskAsync(Requests.Get("/fresh"))).Text);
        ReceivedResponse again = await served.Client.AskAsync(Requests.Get("/kept"));
        Assert.Equal(500, again.Status);
        Assert.IsType<InvalidOperationException>(Assert.Single(served.Failures));
    }

    [Fact]
    public async Task A_value_that_cannot_be_JSON_is_the_handlers_failure_and_harms_no_later_one()
    {
        Router router = new();
        router.Get("/bad", () => Results.Json([1, double.NaN], Shapes.Default.DoubleArray));
        router.Get("/good", () => Results.Json(new Point(1, 2), Shapes.Default.Point));
        await using ServedConnection served = ServedConnection.Start(router.HandleAsync);
        Assert.Equal(500, (await served.Client.AskAsync(Requests.Get("/bad"))).Status);
        Assert.Equal("""{"X":1,"Y":2}""", (await served.Client.AskAsync(Requests.Get("/good"))).Text);
    }

    [Fact]
    public async Task A_stream_is_sent_from_where_it_is_and_closed()
    {
        MemoryStream stream = new(Encoding.ASCII.GetBytes("0123456789")) { Position = 3 };
        Router router = new();
        router.Get("/", () => Results.Stream(stream, "text/x"));
        ReceivedResponse response = await router.AskAsync("GET", "/");
        Assert.Equal("7", response["Content-Length"]);
        Assert.Equal("text/x", response["Content-Type"]);
        Assert.Equal("3456789", response.Text);
        Assert.False(stream.CanRead);
    }

    [Fact]
    public async Task A_stream_is_closed_unread_for_HEAD()
    {
        MemoryStream stream = new(new byte[10]);
        bool isClosed = false;
        Router router = new();
        router.Use(async (exchange, next) =>
        {
            await next(exchange);
            isClosed = !stream.CanRead;
        });
        router.Get("/", () => Results.Stream(stream));
        ReceivedResponse response = await router.AskAsync("HEAD", "/");
        Assert.Equal("10", response["Content-Length"]);
        Assert.True(isClosed);
    }

    [Fact]
    [Rfc("9110", "8.6")]
    public async Task A_stream_of_unknown_length_is_not_said_to_be_empty_for_HEAD()
    {
        Router router = new();
        router.Get("/", () => Results.Stream(new DeflateStream(new MemoryStream(), CompressionMode.Decompress)));
        ReceivedResponse response = await router.AskAsync("HEAD", "/");
        Assert.Equal(200, response.Status);
        Assert.Null(response["Content-Length"]);
        Assert.Equal("chunked", response["Transfer-Encoding"]);
    }

    [Fact]
    public async Task Items_are_sent_as_they_come_in_one_array()
    {
        using SemaphoreSlim more = new(0);
        Router router = new();
        router.Get("/", () => Results.Items(PointsAsync(more, 3), Shapes.Default.Point));
        await using ServedConnection served = ServedConnection.Start(router.HandleAsync);
        await served.Client.SendAsync(Requests.Get("/"));
        more.Release();
        Assert.Contains("""[{"X":0,"Y":0}""", await ReadUntilAsync(served, "}"), StringComparison.Ordinal);
        more.Release(2);
        string rest = await ReadUntilAsync(served, "0\r\n\r\n");
        Assert.Contains(""",{"X":1,"Y":0}""", rest, StringComparison.Ordinal);
        Assert.Contains("]", rest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    public async Task Items_that_are_there_already_are_one_valid_array(int count)
    {
        using SemaphoreSlim more = new(count);
        Router router = new();
        router.Get("/", () => Results.Items(PointsAsync(more, count), Shapes.Default.Point));
        ReceivedResponse response = await router.AskAsync("GET", "/");
        Assert.Equal("application/json", response["Content-Type"]);
        Assert.Equal(count, JsonDocument.Parse(response.Body).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Items_that_fail_before_the_first_are_answered_500_and_later_cut_the_response()
    {
        Router router = new();
        router.Get("/none", () => Results.Items(FailingAsync(0), Shapes.Default.Point));
        router.Get("/some", () => Results.Items(FailingAsync(2), Shapes.Default.Point));
        await using (ServedConnection served = ServedConnection.Start(router.HandleAsync))
        {
            Assert.Equal(500, (await served.Client.AskAsync(Requests.Get("/none"))).Status);
        }

        await using (ServedConnection served = ServedConnection.Start(router.HandleAsync))
        {
            await served.Client.SendAsync(Requests.Get("/some"));
            await served.Client.ExpectResetAsync();
        }
    }

    private static async IAsyncEnumerable<Point> PointsAsync(
        SemaphoreSlim more, int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int index = 0; index < count; index++)
        {
            await more.WaitAsync(cancellationToken);
            yield return new Point(index, 0);
        }
    }

    private static async IAsyncEnumerable<Point> FailingAsync(int count)
    {
        for (int index = 0; index < count; index++)
        {
            await Task.Yield();
            yield return new Point(index, 0);
        }

        throw new TimeoutException();
    }

    private static async Task<string> ReadUntilAsync(ServedConnection served, string end)
    {
        string text = "";
        byte[] buffer = new byte[4096];
        while (!text.Contains(end, StringComparison.Ordinal))
        {
            int received = await served.Client.Connection.ReceiveAsync(buffer);
            Assert.True(received > 0, text);
            text += Encoding.ASCII.GetString(buffer, 0, received);
        }

        return text;
    }
}
