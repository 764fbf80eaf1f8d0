// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Routing;
using Linnet.Testing;
using Linnet.Tests.Routing;

using Xunit;

namespace Linnet.Tests.Exchanges;

public sealed class ResultTests
{
    [Fact]
    public async Task Text_and_bytes_are_results_by_themselves()
    {
        ReceivedResponse text = await AskAsync("caf\u00e9");
        Assert.Equal("text/plain; charset=utf-8", text["Content-Type"]);
        Assert.Equal("caf\u00e9", text.Text);
        ReceivedResponse bytes = await AskAsync(new byte[] { 1, 2, 3 });
        Assert.Equal("application/octet-stream", bytes["Content-Type"]);
        Assert.Equal([1, 2, 3], bytes.Body);
        ReceivedResponse memory = await AskAsync((ReadOnlyMemory<byte>)new byte[100_000].AsMemory(7));
        Assert.Equal("99993", memory["Content-Length"]);
        Assert.Equal(99_993, memory.Body.Length);
    }

    [Fact]
    public async Task Each_result_says_its_status_and_type()
    {
        await ExpectAsync(Results.Text("made", 201), 201, "text/plain; charset=utf-8", "made");
        await ExpectAsync(Results.Html("<p>"), 200, "text/html; charset=utf-8", "<p>");
        await ExpectAsync(Results.Bytes("x"u8.ToArray(), "image/x"), 200, "image/x", "x");
        await ExpectAsync(Results.Status(202), 202, null, "");
        await ExpectAsync(Results.NoContent(), 204, null, "");
        await ExpectAsync(Results.NotFound(), 404, "text/plain; charset=utf-8", "404 Not Found\n");
        await ExpectAsync(Results.Status(418), 418, "text/plain; charset=utf-8", "418\n");
        await ExpectAsync(Results.BadRequest("No <name>."), 400, "text/plain; charset=utf-8", "No <name>.");
    }

    [Fact]
    [Attack("RL-10")]
    public async Task An_answer_that_names_an_error_is_not_taken_for_a_page()
    {
        Assert.Equal("nosniff", (await AskAsync(Results.NotFound()))["X-Content-Type-Options"]);
        Assert.Equal("nosniff", (await AskAsync(Results.BadRequest("<script>")))["X-Content-Type-Options"]);
    }

    [Fact]
    public async Task The_default_leaves_the_response_as_the_handler_made_it()
    {
        Router router = new();
        router.Get("/", async exchange =>
        {
            exchange.Response.StatusCode = 203;
            await exchange.Response.WriteAsync("mine");
            return default(Result);
        });
        ReceivedResponse response = await router.AskAsync("GET", "/");
        Assert.Equal(203, response.Status);
        Assert.Equal("mine", response.Text);
    }

    [Theory]
    [Rfc("9110", "15.4")]
    [InlineData(false, false, 302)]
    [InlineData(true, false, 301)]
    [InlineData(false, true, 307)]
    [InlineData(true, true, 308)]
    public async Task A_redirect_has_the_status_that_was_asked_for(bool permanent, bool preserveMethod, int status)
    {
        ReceivedResponse response = await AskAsync(Results.Redirect("/there", permanent, preserveMethod));
        Assert.Equal(status, response.Status);
        Assert.Equal("/there", response["Location"]);
    }

    [Theory]
    [Rfc("9110", "10.2.2")]
    [Attack("HD-13")]
    [InlineData("https://a.example/b?c=d&e#f", "https://a.example/b?c=d&e#f")]
    [InlineData("/a%20b", "/a%20b")]
    [InlineData("/a b", "/a%20b")]
    [InlineData("/caf\u00e9", "/caf%C3%A9")]
    [InlineData("/\U0001F426", "/%F0%9F%90%A6")]
    [InlineData("/\"<>\\^`{|}", "/%22%3C%3E%5C%5E%60%7B%7C%7D")]
    public async Task An_address_is_encoded_where_no_URI_could_hold_it(string location, string expected)
    {
        Assert.Equal(expected, (await AskAsync(Results.Redirect(location)))["Location"]);
        Assert.Equal(expected, (await AskAsync(Results.Created(location)))["Location"]);
    }

    [Theory]
    [Attack("HD-13")]
    [InlineData("/a\r\nSet-Cookie: a=b")]
    [InlineData("/a\nb")]
    [InlineData("/a\0")]
    [InlineData("/a\u0085b")]
    [InlineData("")]
    public void An_address_with_a_control_character_is_refused(string location)
    {
        Assert.Throws<ArgumentException>(() => Results.Redirect(location));
        Assert.Throws<ArgumentException>(() => Results.Created(location));
    }

    [Fact]
    public async Task What_has_been_created_can_be_shown()
    {
        ReceivedResponse response = await AskAsync(Results.Created("/orders/7", "an order"));
        Assert.Equal(201, response.Status);
        Assert.Equal("/orders/7", response["Location"]);
        Assert.Equal("an order", response.Text);
    }

    [Fact]
    public async Task A_task_that_brings_a_result_is_not_taken_for_one_that_brings_none()
    {
        Router router = new();
        router.Get("/result", ResultAsync);
        router.Get("/text", exchange => Task.FromResult("text"));
        router.Get("/nothing", exchange => exchange.Response.WriteAsync("written").AsTask());
        router.Get("/later", async exchange =>
        {
            await Task.Yield();
            return "later";
        });
        Assert.Equal("result", await router.GetAsync("/result"));
        Assert.Equal("text", await router.GetAsync("/text"));
        Assert.Equal("written", await router.GetAsync("/nothing"));
        Assert.Equal("later", await router.GetAsync("/later"));
    }

    private static async Task<Result> ResultAsync(HttpExchange exchange)
    {
        await Task.Yield();
        return "result";
    }

    private static Task<ReceivedResponse> AskAsync(Result result)
    {
        Router router = new();
        router.Get("/", () => result);
        return router.AskAsync("GET", "/");
    }

    private static async Task ExpectAsync(Result result, int status, string? type, string body)
    {
        ReceivedResponse response = await AskAsync(result);
        Assert.Equal(status, response.Status);
        Assert.Equal(status, result.StatusCode);
        Assert.Equal(type, response["Content-Type"]);
        Assert.Equal(body, response.Text);
    }
}
