// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Xunit;

namespace Linnet.Tests.Exchanges;

/// <summary>Cookies are read as they come and set so that no browser ignores or misreads them.</summary>
public sealed class CookieTests
{
    [Theory]
    [Rfc("6265", "5.4")]
    [InlineData("a=1; b=2", "a=1|b=2")]
    [InlineData("a=1;b=2;", "a=1|b=2")]
    [InlineData(" a = 1 ; ; b=2", "a=1|b=2")]
    [InlineData("a=b=c", "a=b=c")]
    [InlineData("a=\"x y\"", "a=\"x y\"")]
    [InlineData("a=", "a=")]
    [InlineData("nameless; =nameless; a=1", "a=1")]
    [InlineData("a=1; a=2", "a=1|a=2")]
    [InlineData("", "")]
    public async Task Cookies_are_read_leniently(string field, string expected)
    {
        await using ServedConnection served = ServedConnection.Start(exchange => exchange.Response.WriteAsync(
            string.Join('|', exchange.Request.Cookies.Select(static cookie => $"{cookie.Key}={cookie.Value}"))));
        Assert.Equal(expected, (await served.Client.AskAsync(Requests.Get("/", $"Cookie: {field}\r\n"))).Text);
        Assert.Empty(served.Failures);
    }

    [Fact]
    public async Task A_cookie_is_found_by_name_on_any_of_several_lines()
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            RequestCookies cookies = exchange.Request.Cookies;
            Assert.Equal("2", cookies["b"]);
            Assert.Equal("3", cookies["c"]);
            Assert.Null(cookies["B"]);
            Assert.True(cookies.TryGetBytes("c"u8, out ReadOnlySpan<byte> value) && value.SequenceEqual("3"u8));
            Assert.False(cookies.TryGetBytes("d"u8, out _));
            return default;
        });
        await served.Client.AskAsync(Requests.Get("/", "Cookie: a=1; b=2\r\ncookie: c=3\r\n"));
        Assert.Empty(served.Failures);
    }

    [Theory]
    [Attack("HD-17")]
    [InlineData(1000)]
    public async Task A_thousand_cookies_are_looked_through_once(int count)
    {
        string pairs = string.Join(';', Enumerable.Range(0, count).Select(static index => $"a{index}=\"\""));
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            Assert.Equal("\"\"", exchange.Request.Cookies[$"a{count - 1}"]);
            Assert.Equal(count, exchange.Request.Cookies.Count());
            return default;
        });
        string cookies = string.Concat(pairs.Chunk(8000).Select(static line => $"Cookie: {new string(line)}\r\n"));
        Assert.Equal(200, (await served.Client.AskAsync(Requests.Get("/", cookies))).Status);
    }

    [Fact]
    [Rfc("6265", "4.1.1")]
    public async Task A_cookie_is_set_with_safe_defaults_beside_others()
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            exchange.Response.SetCookie("a", "1");
            exchange.Response.SetCookie(new ResponseCookie("__Host-b", "\"2\"")
            {
                Secure = true,
                HttpOnly = false,
                SameSite = SameSite.None,
                MaxAge = TimeSpan.FromHours(1),
                Expires = new DateTimeOffset(1994, 11, 6, 9, 49, 37, TimeSpan.FromHours(1)),
            });
            exchange.Response.SetCookie(new ResponseCookie("c", "") { Path = "/x", Domain = "a.example", SameSite = SameSite.Strict });
            exchange.Response.DeleteCookie("__Host-b");
            return default;
        });
        ReceivedResponse response = await served.Client.AskAsync(Requests.Get());
        Assert.Equal(
            [
                "a=1; Path=/; HttpOnly; SameSite=Lax",
                "__Host-b=\"2\"; Path=/; Max-Age=3600; Expires=Sun, 06 Nov 1994 08:49:37 GMT; Secure; SameSite=None",
                "c=; Path=/x; Domain=a.example; HttpOnly; SameSite=Strict",
                "__Host-b=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; HttpOnly; SameSite=Lax",
            ],
            response.Fields.Where(static field => field.Key == "Set-Cookie").Select(static field => field.Value));
    }

    [Theory]
    [Rfc("6265", "4.1.1")]
    [Attack("HD-13")]
    [InlineData("", "v")]
    [InlineData("a b", "v")]
    [InlineData("a=b", "v")]
    [InlineData("a;b", "v")]
    [InlineData("a\r\nx: y", "v")]
    [InlineData("a", "v w")]
    [InlineData("a", "v;w")]
    [InlineData("a", "v,w")]
    [InlineData("a", "v\\w")]
    [InlineData("a", "v\"w")]
    [InlineData("a", "\"")]
    [InlineData("a", "v\r\nSet-Cookie: b=c")]
    [InlineData("a", "v\0")]
    [InlineData("a", "ä")]
    public void What_no_cookie_may_hold_is_refused(string name, string value)
    {
        Assert.Throws<ArgumentException>(() => new ResponseCookie(name, value));
    }

    [Fact]
    public void A_cookie_that_browsers_would_ignore_for_its_size_is_refused()
    {
        Assert.NotNull(new ResponseCookie("a", new string('b', 4095)));
        Assert.Throws<ArgumentException>(() => new ResponseCookie("a", new string('b', 4096)));
    }

    [Theory]
    [Attack("HD-13")]
    [InlineData("x", null)]
    [InlineData("/a;b", null)]
    [InlineData("/a\r\nx: y", null)]
    [InlineData("/", "a b")]
    [InlineData("/", "a;b")]
    [InlineData("/", "a\r\nx: y")]
    public void An_attribute_that_would_become_another_is_refused(string path, string? domain)
    {
        Assert.Throws<ArgumentException>(() => new ResponseCookie("a", "b") { Path = path, Domain = domain });
    }

    public static TheoryData<string, Func<string, ResponseCookie>> Ignored => new()
    {
        { "__Secure-a", static name => new(name, "") },
        { "__secure-a", static name => new(name, "") },
        { "__Host-a", static name => new(name, "") },
        { "__HOST-a", static name => new(name, "") { Secure = true, Path = "/x" } },
        { "__Host-a", static name => new(name, "") { Secure = true, Domain = "a.example" } },
        { "a", static name => new(name, "") { SameSite = SameSite.None } },
    };

    [Theory]
    [MemberData(nameof(Ignored))]
    public async Task A_cookie_that_browsers_would_ignore_is_refused(string name, Func<string, ResponseCookie> cookie)
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            Assert.Throws<ArgumentException>(() => exchange.Response.SetCookie(cookie(name)));
            return default;
        });
        ReceivedResponse response = await served.Client.AskAsync(Requests.Get());
        Assert.Null(response["Set-Cookie"]);
        Assert.Empty(served.Failures);
    }
}
