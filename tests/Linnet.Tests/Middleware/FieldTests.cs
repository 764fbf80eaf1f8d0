// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Middleware;
using Linnet.Testing;
using Linnet.Tests.Connections;

using Xunit;

namespace Linnet.Tests.Middleware;

/// <summary>Middleware that only adds fields: <see cref="SecurityHeaders"/>, <see cref="RequestId"/>, <see cref="CacheHeaders"/>.</summary>
public sealed class FieldTests
{
    private static readonly CacheHeaders Rules = new()
    {
        Paths = new Dictionary<string, string> { ["/assets/"] = "short", ["/assets/fonts/"] = "long" },
        MediaTypes = new Dictionary<string, string> { ["image/*"] = "images", ["image/svg+xml"] = "drawings" },
        Default = "no-cache",
    };

    [Fact]
    [Attack("RL-10")]
    public async Task Every_answer_has_the_fields_that_make_browsers_careful()
    {
        ReceivedResponse response = await Surrounded.AskAsync(Requests.Get(), static _ => { }, new SecurityHeaders());

        Assert.Equal("nosniff", response["X-Content-Type-Options"]);
        Assert.Equal("no-referrer", response["Referrer-Policy"]);
        Assert.Equal("SAMEORIGIN", response["X-Frame-Options"]);
        Assert.Equal("same-origin", response["Cross-Origin-Opener-Policy"]);
        Assert.Equal("same-origin", response["Cross-Origin-Resource-Policy"]);
        Assert.Contains("frame-ancestors 'self'", response["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal(Carriage.IsSecured ? "max-age=31536000" : null, response["Strict-Transport-Security"]);
        Assert.Null(response["Server"]);
    }

    [Fact]
    public async Task A_field_of_the_handler_stays_and_one_that_is_null_is_not_sent()
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get(),
            static answer => answer.Headers["X-Frame-Options"] = "DENY",
            new SecurityHeaders { ContentSecurityPolicy = null });

        Assert.Equal("DENY", response["X-Frame-Options"]);
        Assert.Null(response["Content-Security-Policy"]);
    }

    [Fact]
    public void A_value_that_would_end_its_field_is_refused_where_it_is_set()
    {
        Assert.Throws<ArgumentException>(static () => new SecurityHeaders { ReferrerPolicy = "a\r\nb: c" });
        Assert.Throws<ArgumentException>(static () => new CacheHeaders { Default = "a\nb" });
        Assert.Throws<ArgumentException>(static () => new RequestId { HeaderName = "a b" });
    }

    [Fact]
    public async Task Fields_survive_a_handler_that_fails()
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get(),
            static _ => throw new TimeoutException(),
            new RequestId(),
            new SecurityHeaders(),
            new ErrorPages());

        Assert.Equal(500, response.Status);
        Assert.Equal(32, response["X-Request-ID"]?.Length);
        Assert.Equal("no-referrer", response["Referrer-Policy"]);
    }

    [Theory]
    [InlineData("X-Request-ID: abc-DEF_1.2\r\n", "abc-DEF_1.2")]
    [InlineData("x-request-id:  a \r\n", "a")]
    [InlineData("X-Request-ID: \r\n", null)]
    [InlineData("X-Request-ID: a b\r\n", null)]
    [InlineData("X-Request-ID: a\"b\r\n", null)]
    [InlineData("X-Request-ID: \u00e9\r\n", null)]
    [InlineData("", null)]
    [Attack("RL-08")]
    public async Task A_request_keeps_its_name_when_that_is_a_plain_word(string lines, string? expected)
    {
        string? seen = null;
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get("/", lines),
            exchange =>
            {
                seen = RequestId.Of(exchange);
                return default;
            },
            new RequestId());

        Assert.Equal(seen, response["X-Request-ID"]);
        Assert.Equal(expected ?? seen, seen);
        Assert.True(expected is not null || seen is { Length: 32 });
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [Attack("RL-08")]
    public async Task A_long_name_is_not_kept(int length, bool isKept)
    {
        string sent = new('a', length);
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get("/", $"X-Name: {sent}\r\n"), static _ => { }, new RequestId { HeaderName = "X-Name" });

        Assert.Equal(isKept, response["X-Name"] == sent);
    }

    [Fact]
    public async Task A_name_is_for_one_request()
    {
        List<string?> names = [];
        RequestId middleware = new() { AcceptFromClient = false };
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            Assert.Null(RequestId.Of(exchange));
            return middleware.InvokeAsync(exchange, inner =>
            {
                names.Add(RequestId.Of(inner));
                return default;
            });
        });
        await served.Client.AskAsync(Requests.Get("/", "X-Request-ID: a\r\n"));
        await served.Client.AskAsync(Requests.Get("/", "X-Request-ID: a\r\n"));

        Assert.Equal(2, names.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain("a", names);
        Assert.Empty(served.Failures);
    }

    [Theory]
    [InlineData("/assets/a.css", "text/css", "short")]
    [InlineData("/assets/fonts/a", "text/css", "long")]
    [InlineData("/assets/../account", "text/html", "no-cache")]
    [InlineData("/assets/%2e%2e/account", "text/html", "no-cache")]
    [InlineData("/assets//account", "text/html", "no-cache")]
    [InlineData("/a", "image/png", "images")]
    [InlineData("/a", "Image/SVG+xml; charset=utf-8", "drawings")]
    [InlineData("/a", null, "no-cache")]
    public async Task An_answer_is_kept_as_the_rules_say(string target, string? type, string expected)
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get(target), answer => answer.ContentType = type, Rules);

        Assert.Equal(expected, response["Cache-Control"]);
    }

    [Theory]
    [InlineData("GET", 404, null, null, null)]
    [InlineData("GET", 500, null, null, null)]
    [InlineData("GET", 200, "a=b", null, null)]
    [InlineData("GET", 200, null, "private", "private")]
    [InlineData("GET", 304, null, null, "short")]
    [InlineData("HEAD", 200, null, null, "short")]
    [InlineData("POST", 200, null, null, null)]
    public async Task What_should_not_be_kept_gets_no_rule(
        string method, int status, string? cookie, string? own, string? expected)
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            $"{method} /assets/a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
            answer =>
            {
                answer.StatusCode = status;
                answer.Headers["Set-Cookie"] = cookie;
                answer.Headers["Cache-Control"] = own;
            },
            Rules);

        Assert.Equal(expected, response["Cache-Control"]);
    }
}
