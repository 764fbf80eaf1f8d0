// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;

using Linnet.Cli.Tests.Serving;
using Xunit;

namespace Linnet.Cli.Tests.Watching;

/// <summary><c>linnet serve --watch</c>, seen by a client.</summary>
public sealed class LiveReloadTests : IAsyncLifetime
{
    private const string Tail = "<script src=\"/.linnet/reload.js\" async></script>\n";

    private readonly TemporaryFolder _folder = new();
    private CommandRun? _run;
    private HttpClient _client = new();

    public async ValueTask InitializeAsync()
    {
        _folder.Write("index.html", "<!doctype html><p>home"u8);
        _folder.Write("404.html", "<p>lost"u8);
        _folder.Write("a.css", "p { color: red }"u8);
        _folder.Write("large.html", new byte[300_000]);
        _run = CommandRun.Start("serve", _folder.Path, "-p0", "--watch", "--not-found", "404.html");
        _client = new HttpClient { BaseAddress = await BannerReader.ReadUriAsync(_run.ReadLineAsync) };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await (_run?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/", HttpStatusCode.OK, "<!doctype html><p>home" + Tail)]
    [InlineData("/index.html", HttpStatusCode.OK, "<!doctype html><p>home" + Tail)]
    [InlineData("/nothing", HttpStatusCode.NotFound, "<p>lost" + Tail)]
    [InlineData("/a.css", HttpStatusCode.OK, "p { color: red }")]
    public async Task A_page_has_the_script_at_its_end_and_nothing_else_has(string path, HttpStatusCode status, string expected)
    {
        using HttpResponseMessage answer = await SendAsync(path);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_large_page_is_whole()
    {
        using HttpResponseMessage answer = await SendAsync("/large.html");
        byte[] body = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(300_000 + Tail.Length, body.Length);
        Assert.Equal(Tail, System.Text.Encoding.ASCII.GetString(body[^Tail.Length..]));
    }

    [Fact]
    public async Task A_page_cannot_be_kept_nor_had_in_parts()
    {
        using HttpResponseMessage answer = await SendAsync(
            "/", HttpMethod.Get, request => request.Headers.Range = new RangeHeaderValue(0, 3));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(answer.Headers.ETag);
        Assert.Null(answer.Content.Headers.LastModified);
        Assert.Empty(answer.Headers.AcceptRanges);
        Assert.Equal("no-store", $"{answer.Headers.CacheControl}");
    }

    [Fact]
    public async Task A_copy_from_before_is_not_confirmed()
    {
        await using CommandRun before = CommandRun.Start("serve", _folder.Path, "-p0");
        Uri root = await BannerReader.ReadUriAsync(before.ReadLineAsync);
        using HttpResponseMessage plain = await _client.GetAsync(root);
        Assert.NotNull(plain.Headers.ETag);

        using HttpResponseMessage answer = await SendAsync("/", HttpMethod.Get, request =>
        {
            request.Headers.IfNoneMatch.Add(plain.Headers.ETag);
            request.Headers.IfModifiedSince = DateTimeOffset.MaxValue;
        });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task What_is_no_page_is_confirmed_and_had_in_parts_as_ever()
    {
        using HttpResponseMessage first = await SendAsync("/a.css");
        using HttpResponseMessage second = await SendAsync("/a.css", HttpMethod.Get, request => request.Headers.IfNoneMatch.Add(
            first.Headers.ETag ?? EntityTagHeaderValue.Any));
        using HttpResponseMessage part = await SendAsync(
            "/a.css", HttpMethod.Get, request => request.Headers.Range = new RangeHeaderValue(0, 0));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("p", await part.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_head_of_a_page_is_that_of_the_page()
    {
        using HttpResponseMessage head = await SendAsync("/", HttpMethod.Head);
        using HttpResponseMessage page = await SendAsync("/");
        Assert.Equal((await page.Content.ReadAsByteArrayAsync()).Length, head.Content.Headers.ContentLength);
        Assert.Null(head.Headers.ETag);
    }

    [Fact]
    public async Task The_page_of_a_folder_has_its_own_policy_and_is_left_alone()
    {
        _folder.Write("sub/x.txt", "x"u8);
        using HttpResponseMessage answer = await SendAsync("/sub/");
        Assert.DoesNotContain("reload.js", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_script_is_there()
    {
        using HttpResponseMessage answer = await SendAsync("/.linnet/reload.js");
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("new EventSource", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Changes_are_told()
    {
        using StreamReader events = new(await _client.GetStreamAsync(new Uri("/.linnet/reload", UriKind.Relative)));
        string first = await ReadVersionAsync(events);

        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "a.css"), "p { color: blue }");
        await ReadToAsync(events, "event: style");

        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "index.html"), "<p>other");
        Assert.NotEqual(first, await ReadVersionAsync(events));
    }

    [Fact]
    public async Task Keeping_copies_does_not_go_with_it()
    {
        await using CommandRun run = CommandRun.Start("serve", _folder.Path, "--watch", "--cache", "60");
        Assert.Equal(ExitCode.WrongUsage, (await run.FinishAsync()).Code);
        Assert.Equal("linnet: --watch and --cache exclude each other: give one of them." + Environment.NewLine, run.ErrorText);
    }

    private static async Task<string> ReadVersionAsync(StreamReader events)
    {
        await ReadToAsync(events, "event: version");
        return await events.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? "";
    }

    private static async Task ReadToAsync(StreamReader events, string expected)
    {
        while (await events.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line && line != expected)
        {
        }
    }

    private Task<HttpResponseMessage> SendAsync(string path) => SendAsync(path, HttpMethod.Get);

    private async Task<HttpResponseMessage> SendAsync(string path, HttpMethod method, Action<HttpRequestMessage>? change = null)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
        change?.Invoke(request);
        return await _client.SendAsync(request);
    }
}
