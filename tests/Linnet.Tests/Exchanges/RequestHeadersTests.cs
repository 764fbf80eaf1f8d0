// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Tests.Connections;
using Xunit;

namespace Linnet.Tests.Exchanges;

/// <summary>Header fields by their meaning.</summary>
public sealed class RequestHeadersTests
{
    [Fact]
    public async Task Common_fields_have_names()
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            RequestHeaders headers = exchange.Request.Headers;
            Assert.Equal("a/b, c/d", headers.Accept);
            Assert.Equal("gzip", headers.AcceptEncoding);
            Assert.Equal("de", headers.AcceptLanguage);
            Assert.Equal("Basic eA==", headers.Authorization);
            Assert.Equal("text/plain", headers.ContentType);
            Assert.Equal("\"e\"", headers.IfNoneMatch);
            Assert.Equal("https://a.example", headers.Origin);
            Assert.Equal("https://a.example/x", headers.Referer);
            Assert.Equal("curl", headers.UserAgent);
            Assert.Null(headers.IfModifiedSince);
            return default;
        });
        await served.Client.AskAsync(Requests.Get(
            "/",
            "Accept: a/b\r\naccept: c/d\r\nAccept-Encoding: gzip\r\nAccept-Language: de\r\nAuthorization: Basic eA==\r\n"
            + "Content-Type: text/plain\r\nIf-None-Match: \"e\"\r\nOrigin: https://a.example\r\n"
            + "Referer: https://a.example/x\r\nUser-Agent: curl\r\n"));
        Assert.Empty(served.Failures);
    }

    [Fact]
    public async Task A_field_that_is_removed_is_as_if_it_had_not_been_sent()
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            RequestHeaders headers = exchange.Request.Headers;
            int before = headers.Count;
            Assert.True(headers.Remove("if-none-match"));
            Assert.False(headers.Remove("If-None-Match"));
            Assert.False(headers.Remove("Range"));
            Assert.Equal(before - 2, headers.Count);
            Assert.Null(headers.IfNoneMatch);
            Assert.False(headers.TryGetBytes("If-None-Match"u8, out _));
            Assert.DoesNotContain(headers, field => field.Key == "If-None-Match");
            Assert.Equal("1", headers["X-A"]);
            Assert.Equal("2", headers["X-B"]);
            Assert.Equal("3", headers["X-C"]);
            return default;
        });
        await served.Client.AskAsync(Requests.Get(
            "/", "X-A: 1\r\nIf-None-Match: \"a\"\r\nX-B: 2\r\nIf-None-Match: \"b\"\r\nX-C: 3\r\n"));
        Assert.Empty(served.Failures);
    }

    [Theory]
    [Rfc("9110", "5.6.7")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT", true)]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", true)]
    [InlineData("Sun Nov  6 08:49:37 1994", true)]
    [InlineData("yesterday", false)]
    [InlineData("", false)]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT and then something that is longer than a date", false)]
    public async Task A_date_is_read_in_every_form(string date, bool isDate)
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            DateTimeOffset? expected = isDate ? new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero) : null;
            Assert.Equal(expected, exchange.Request.Headers.IfModifiedSince);
            Assert.Equal(isDate, exchange.Request.Headers.TryGetDate("if-modified-since"u8, out DateTimeOffset value));
            Assert.Equal(expected ?? default, value);
            return default;
        });
        await served.Client.AskAsync(Requests.Get("/", $"If-Modified-Since: {date}\r\n"));
        Assert.Empty(served.Failures);
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("+1", null)]
    [InlineData("", null)]
    [InlineData("1 2", null)]
    public async Task A_number_is_digits_only(string text, long? expected)
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            bool isNumber = exchange.Request.Headers.TryGetInteger("x-n"u8, out long value);
            Assert.Equal(expected, isNumber ? value : null);
            return default;
        });
        await served.Client.AskAsync(Requests.Get("/", $"X-N: {text}\r\n"));
        Assert.Empty(served.Failures);
    }
}
