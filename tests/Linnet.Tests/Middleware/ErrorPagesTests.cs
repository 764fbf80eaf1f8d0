// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Middleware;
using Linnet.Testing;
using Linnet.Tests.Connections;

using Xunit;

namespace Linnet.Tests.Middleware;

public sealed class ErrorPagesTests
{
    private const string Hostile = "/<script>alert(1)</script>";

    [Theory]
    [InlineData("", "text/plain; charset=utf-8", "500 Internal Server Error\n")]
    [InlineData("Accept: text/html, */*\r\n", "text/plain; charset=utf-8", "500 Internal Server Error\n")]
    [InlineData(
        "Accept: application/json\r\n",
        "application/problem+json",
        """{"type":"about:blank","title":"Internal Server Error","status":500}""")]
    [Attack("RL-10")]
    public async Task A_failure_is_answered_without_a_word_of_it_or_of_the_request(string lines, string type, string body)
    {
        await using ServedConnection served = Surrounded.Serve(Fail, new ErrorPages());
        ReceivedResponse response = await served.Client.AskAsync(
            Requests.Get(Uri.EscapeDataString(Hostile).Replace("%2F", "/", StringComparison.Ordinal), lines));

        Assert.Equal(500, response.Status);
        Assert.Equal(type, response["Content-Type"]);
        Assert.Equal("nosniff", response["X-Content-Type-Options"]);
        Assert.Equal("no-store", response["Cache-Control"]);
        Assert.Null(response["X-Half-Done"]);
        Assert.Equal(body, response.Text);
        Assert.IsType<TimeoutException>(Assert.Single(served.Failures));
        Assert.Equal(500, (await served.Client.AskAsync(Requests.Get())).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Accept: application/json\r\n")]
    [Attack("RL-10")]
    public async Task What_was_thrown_is_shown_only_when_asked_for_and_as_no_page(string lines)
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get("/", lines), Fail, new ErrorPages { ShowExceptions = true });

        Assert.DoesNotContain("html", response["Content-Type"], StringComparison.Ordinal);
        string text = lines.Length == 0
            ? response.Text
            : JsonDocument.Parse(response.Body).RootElement.GetProperty("detail").GetString() ?? "";
        Assert.Contains("TimeoutException: <b>secret</b>", text, StringComparison.Ordinal);
        Assert.Contains(nameof(Fail), text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "404 Not Found\n")]
    [InlineData(503, "503 Service Unavailable\n")]
    [InlineData(599, "599\n")]
    [InlineData(204, "")]
    [InlineData(200, "")]
    public async Task A_status_without_a_body_gets_its_line(int status, string body)
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get(), answer => answer.StatusCode = status, new ErrorPages());

        Assert.Equal(status, response.Status);
        Assert.Equal(body, response.Text);
    }

    [Fact]
    public async Task A_body_that_is_there_stays()
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get(), Results.Text("not today", 404).SendAsync, new ErrorPages());

        Assert.Equal("not today", response.Text);
    }

    [Theory]
    [Rfc("9110", "9.3.2")]
    [InlineData("HEAD")]
    public async Task HEAD_gets_the_same_head(string method)
    {
        ReceivedResponse get = await Surrounded.AskAsync(Requests.Get(), Fail, new ErrorPages());
        ReceivedResponse head = await Surrounded.AskAsync($"{method} / HTTP/1.1\r\nHost: a\r\n\r\n", Fail, new ErrorPages());

        Assert.Equal(get.Head, head.Head);
        Assert.Empty(head.Body);
    }

    [Fact]
    public async Task A_body_that_the_handler_refuses_is_answered_with_its_status()
    {
        await using ServedConnection served = Surrounded.Serve(
            static async exchange => await exchange.Request.ReadBytesAsync(maxBytes: 2), new ErrorPages());
        ReceivedResponse response = await served.Client.AskAsync(Requests.Post("abc"));

        Assert.Equal(413, response.Status);
        Assert.StartsWith("413 Content Too Large: ", response.Text, StringComparison.Ordinal);
        Assert.Empty(served.Failures);
    }

    [Fact]
    public async Task What_has_begun_to_leave_is_cut()
    {
        await using ServedConnection served = Surrounded.Serve(
            static async exchange =>
            {
                await exchange.Response.WriteAsync("half");
                await exchange.Response.FlushAsync();
                throw new TimeoutException();
            },
            new ErrorPages());
        await served.Client.SendAsync(Requests.Get());

        await served.Client.ExpectResetAsync();
        Assert.IsType<TimeoutException>(served.Failures.Single());
    }

    private static async ValueTask Fail(HttpExchange exchange)
    {
        exchange.Response.Headers["X-Half-Done"] = "yes";
        await exchange.Response.WriteAsync("half");
        throw new TimeoutException("<b>secret</b>");
    }
}
