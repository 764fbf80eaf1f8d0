// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Middleware;
using Linnet.Testing;
using Linnet.Tests.Connections;

using Xunit;

namespace Linnet.Tests.Middleware;

/// <summary>The CORS protocol of the Fetch standard, §3.3.</summary>
public sealed class CorsTests
{
    private static readonly Cors Strict = new()
    {
        Origins = ["https://app.example.com", "http://localhost:3000"],
        AllowCredentials = true,
        Methods = ["PUT", "DELETE"],
        RequestHeaders = ["Content-Type", "X-Key"],
        ExposedHeaders = ["X-Total"],
        MaxAge = TimeSpan.FromHours(1),
    };

    [Theory]
    [InlineData("https://app.example.com", true)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("http://localhost:3001", false)]
    [InlineData("http://app.example.com", false)]
    [InlineData("https://app.example.com.evil.example", false)]
    [InlineData("https://evil-app.example.com", false)]
    [InlineData("https://APP.example.com", false)]
    [InlineData("https://app.example.com/", false)]
    [InlineData("https://app.example.com, http://localhost:3000", false)]
    [InlineData("null", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public async Task Only_the_origins_that_are_named_may_read(string? origin, bool isAllowed)
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get("/", origin is null ? "" : $"Origin: {origin}\r\n"), Results.Text("data").SendAsync, Strict);

        Assert.Equal("data", response.Text);
        Assert.Equal(isAllowed ? origin : null, response["Access-Control-Allow-Origin"]);
        Assert.Equal(isAllowed ? "true" : null, response["Access-Control-Allow-Credentials"]);
        Assert.Equal(isAllowed ? "X-Total" : null, response["Access-Control-Expose-Headers"]);
        Assert.Equal("Origin", response["Vary"]);
        Assert.Null(response["Access-Control-Allow-Methods"]);
    }

    [Fact]
    public async Task Two_origins_in_a_request_are_none()
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get("/", "Origin: https://evil.example\r\nOrigin: https://app.example.com\r\n"), static _ => { }, Strict);

        Assert.Null(response["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public async Task Everybody_may_read_what_is_for_everybody_and_caches_keep_one()
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get("/", "Origin: null\r\n"), static _ => { }, new Cors { Origins = ["*"] });

        Assert.Equal("*", response["Access-Control-Allow-Origin"]);
        Assert.Null(response["Access-Control-Allow-Credentials"]);
        Assert.Null(response["Vary"]);
    }

    [Theory]
    [InlineData("https://app.example.com", true)]
    [InlineData("https://evil.example", false)]
    public async Task A_preflight_is_answered_in_the_handlers_place(string origin, bool isAllowed)
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            $"OPTIONS / HTTP/1.1\r\nHost: a\r\nOrigin: {origin}\r\nAccess-Control-Request-Method: PUT\r\n\r\n",
            static _ => throw new InvalidOperationException(),
            Strict);

        Assert.Equal(204, response.Status);
        Assert.Equal("Origin", response["Vary"]);
        Assert.Equal(isAllowed ? origin : null, response["Access-Control-Allow-Origin"]);
        Assert.Equal(isAllowed ? "true" : null, response["Access-Control-Allow-Credentials"]);
        Assert.Equal(isAllowed ? "PUT, DELETE" : null, response["Access-Control-Allow-Methods"]);
        Assert.Equal(isAllowed ? "Content-Type, X-Key" : null, response["Access-Control-Allow-Headers"]);
        Assert.Equal(isAllowed ? "3600" : null, response["Access-Control-Max-Age"]);
    }

    [Theory]
    [InlineData("OPTIONS / HTTP/1.1\r\nHost: a\r\nOrigin: https://app.example.com\r\n\r\n")]
    [InlineData("OPTIONS / HTTP/1.1\r\nHost: a\r\nAccess-Control-Request-Method: PUT\r\n\r\n")]
    [InlineData("PUT / HTTP/1.1\r\nHost: a\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: PUT\r\n\r\n")]
    public async Task What_is_no_preflight_reaches_the_handler(string request)
    {
        ReceivedResponse response = await Surrounded.AskAsync(request, Results.Text("handled").SendAsync, Strict);

        Assert.Equal("handled", response.Text);
    }

    [Theory]
    [InlineData("Accept", "Accept, Origin")]
    [InlineData("accept, ORIGIN", "accept, ORIGIN")]
    [InlineData("*", "*")]
    public async Task What_the_answer_depended_on_before_is_kept(string before, string after)
    {
        ReceivedResponse response = await Surrounded.AskAsync(
            Requests.Get(), answer => answer.Headers["Vary"] = before, Strict);

        Assert.Equal(after, response["Vary"]);
    }

    [Theory]
    [InlineData("https://a.example", "*")]
    [InlineData("https://a.example/")]
    [InlineData("https://A.example")]
    [InlineData("https://a.example:443")]
    [InlineData("a.example")]
    [InlineData("https://*.example")]
    [InlineData("null")]
    [InlineData("")]
    public void What_no_browser_writes_as_an_origin_is_refused_where_it_is_set(params string[] origins)
    {
        Assert.Throws<ArgumentException>(() => new Cors { Origins = origins });
    }

    [Fact]
    public void Credentials_are_never_for_everybody()
    {
        Assert.Throws<ArgumentException>(static () => new Cors { Origins = ["*"], AllowCredentials = true });
        Assert.Throws<ArgumentException>(static () => new Cors { AllowCredentials = true, Origins = ["*"] });
        Assert.Throws<ArgumentException>(static () => new Cors { Methods = ["*"] });
        Assert.Throws<ArgumentException>(static () => new Cors { RequestHeaders = ["a\r\nb"] });
    }
}
