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

/// <summary>The response fields that have a form of their own.</summary>
public sealed class TypedFieldTests
{
    private static readonly DateTimeOffset Date = new(1994, 11, 6, 8, 49, 37, TimeSpan.Zero);

    [Fact]
    [Rfc("9110", "8.8.2")]
    [Rfc("9110", "10.2.2")]
    [Rfc("9110", "10.2.3")]
    public async Task Fields_are_written_in_their_form_and_read_back()
    {
        (DateTimeOffset?, TimeSpan?, string?) read = default;
        ReceivedResponse response = await AskAsync(headers =>
        {
            headers.CacheControl = "no-store";
            headers.ETag = "W/\"v1\"";
            headers.LastModified = Date.ToOffset(TimeSpan.FromHours(2));
            headers.Location = "/café?a=b c";
            headers.RetryAfter = TimeSpan.FromMilliseconds(1500);
            read = (headers.LastModified, headers.RetryAfter, headers.ETag);
        });

        Assert.Equal("no-store", response["Cache-Control"]);
        Assert.Equal("W/\"v1\"", response["ETag"]);
        Assert.Equal("Sun, 06 Nov 1994 08:49:37 GMT", response["Last-Modified"]);
        Assert.Equal("/caf%C3%A9?a=b%20c", response["Location"]);
        Assert.Equal("2", response["Retry-After"]);
        Assert.Equal((Date, TimeSpan.FromSeconds(2), "W/\"v1\""), read);
    }

    [Fact]
    public async Task Null_removes_a_field_and_what_was_set_as_text_need_not_be_of_the_form()
    {
        (DateTimeOffset?, TimeSpan?) read = default;
        ReceivedResponse response = await AskAsync(headers =>
        {
            headers["Last-Modified"] = "yesterday";
            headers["Retry-After"] = "Sun, 06 Nov 1994 08:49:37 GMT";
            read = (headers.LastModified, headers.RetryAfter);
            headers.LastModified = null;
            headers.RetryAfter = null;
            headers.ETag = null;
            headers.Location = null;
            headers.CacheControl = null;
        });

        Assert.Equal((null, null), read);
        Assert.Null(response["Last-Modified"]);
        Assert.Null(response["Retry-After"]);
    }

    [Theory]
    [InlineData("\"\"", true)]
    [InlineData("\"a!#[]~\"", true)]
    [InlineData("W/\"a\"", true)]
    [InlineData("a", false)]
    [InlineData("\"", false)]
    [InlineData("\"a", false)]
    [InlineData("\"a b\"", false)]
    [InlineData("\"a\"b\"", false)]
    [InlineData("w/\"a\"", false)]
    [InlineData("\"\u00e9\"", false)]
    [InlineData("", false)]
    [Rfc("9110", "8.8.3")]
    public async Task A_tag_is_in_quotes(string tag, bool isOne)
    {
        Exception? refusal = null;
        ReceivedResponse response = await AskAsync(headers => refusal = Record.Exception(() => headers.ETag = tag));
        Assert.Equal(isOne, refusal is null);
        Assert.Equal(isOne ? tag : null, response["ETag"]);
    }

    [Theory]
    [InlineData(null, new[] { "Origin" }, "Origin")]
    [InlineData(null, new[] { "Origin", "origin", "Accept" }, "Origin, Accept")]
    [InlineData("accept-encoding , Origin", new[] { "Accept-Encoding", "Accept" }, "accept-encoding , Origin, Accept")]
    [InlineData("*", new[] { "Origin" }, "*")]
    [Rfc("9110", "12.5.5")]
    public async Task Vary_names_each_field_once(string? before, string[] names, string expected)
    {
        ReceivedResponse response = await AskAsync(headers =>
        {
            headers["Vary"] = before;
            foreach (string name in names)
            {
                headers.AddVary(name);
            }
        });
        Assert.Equal(expected, response["Vary"]);
    }

    [Theory]
    [InlineData("seeds.txt", "attachment; filename=\"seeds.txt\"")]
    [InlineData("two seeds.txt", "attachment; filename=\"two seeds.txt\"")]
    [InlineData("a'b;c,d=e.txt", "attachment; filename=\"a'b;c,d=e.txt\"")]
    [InlineData("Körner.txt", "attachment; filename=\"K_rner.txt\"; filename*=UTF-8''K%C3%B6rner.txt")]
    [InlineData("50%41.txt", "attachment; filename=\"50_41.txt\"; filename*=UTF-8''50%2541.txt")]
    [InlineData("\"; a=\"b", "attachment; filename=\"_; a=_b\"; filename*=UTF-8''%22%3B%20a%3D%22b")]
    [InlineData("a\\b", "attachment; filename=\"a_b\"; filename*=UTF-8''a%5Cb")]
    [InlineData("\ud83d\udc26", "attachment; filename=\"__\"; filename*=UTF-8''%F0%9F%90%A6")]
    [Rfc("6266", "4.3")]
    [Rfc("8187", "3.2.1")]
    public async Task A_body_that_is_to_be_saved_can_have_any_name(string name, string expected)
    {
        ReceivedResponse response = await AskAsync(headers => headers.SetAttachment(name));
        Assert.Equal(expected, response["Content-Disposition"]);
    }

    [Theory]
    [Attack("HD-13")]
    [InlineData("a\rb")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public async Task What_would_end_a_field_is_refused_and_nothing_of_it_is_sent(string value)
    {
        ReceivedResponse response = await AskAsync(headers =>
        {
            Assert.Throws<ArgumentException>(() => headers.CacheControl = value);
            Assert.Throws<ArgumentException>(() => headers.ETag = $"\"{value}\"");
            Assert.Throws<ArgumentException>(() => headers.Location = value);
            Assert.Throws<ArgumentException>(() => headers.AddVary(value));
            Assert.Throws<ArgumentException>(() => headers.SetAttachment(value));
            Assert.Throws<ArgumentOutOfRangeException>(() => headers.RetryAfter = TimeSpan.FromSeconds(-1));
        });
        Assert.Equal(200, response.Status);
        string[] names = ["Cache-Control", "ETag", "Location", "Vary", "Content-Disposition", "Retry-After"];
        Assert.All(names, name => Assert.Null(response[name]));
    }

    [Fact]
    public async Task A_name_in_Vary_is_a_token()
    {
        await AskAsync(headers => Assert.Throws<ArgumentException>(() => headers.AddVary("a, b")));
    }

    private static async Task<ReceivedResponse> AskAsync(Action<ResponseHeaders> handler)
    {
        await using ServedConnection served = ServedConnection.Start(exchange =>
        {
            handler(exchange.Response.Headers);
            return default;
        });
        ReceivedResponse response = await served.Client.AskAsync(Requests.Get());
        Assert.Empty(served.Failures.Select(failure => failure.Message));
        return response;
    }
}
