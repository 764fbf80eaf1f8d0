// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;

using Xunit;

namespace Linnet.Cli.Tests.Serving;

/// <summary>What each option of <c>linnet serve</c> does, seen by a client.</summary>
public sealed class ServeOptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ServeOptionTests()
    {
        _folder.Write("index.html", "<p>home"u8);
        _folder.Write("about.html", "<p>about"u8);
        _folder.Write("sub/a.txt", "a"u8);
        _folder.Write(".secret", "hidden"u8);
        _folder.Write("404.html", "<p>lost"u8);
        _folder.Write("app.3f2a9c1b.js", "1"u8);
        _folder.Write("large.txt", new byte[10_000]);
        _folder.Write("twin.css", "plain"u8);
        _folder.Write("twin.css.gz", "not really gzip"u8);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Port_is_where_it_listens()
    {
        await using CommandRun run = CommandRun.Start("serve", _folder.Path, "-p0");
        Uri root = await BannerReader.ReadUriAsync(run.ReadLineAsync);
        Assert.Equal("127.0.0.1", root.Host);
        Assert.NotEqual(65432, root.Port);
    }

    [Fact]
    public async Task Base_path_is_in_front_of_everything()
    {
        await using CommandRun run = CommandRun.Start("serve", _folder.Path, "-p0", "--base-path", "/docs/");
        Uri root = await BannerReader.ReadUriAsync(run.ReadLineAsync);
        Assert.Equal("/docs/", root.AbsolutePath);
        using HttpClient client = new();
        Assert.Equal("<p>home", await client.GetStringAsync(root));
        using HttpResponseMessage outside = await client.GetAsync(new Uri(root, "/about.html"));
        Assert.Equal(HttpStatusCode.NotFound, outside.StatusCode);
    }

    [Theory]
    [InlineData("/orders/7", "<p>home", 200, "--spa")]
    [InlineData("/orders/7", "<p>about", 200, "--spa=about.html")]
    [InlineData("/orders/7", null, 404)]
    [InlineData("/orders/7", "<p>lost", 404, "--not-found", "404.html")]
    [InlineData("/", "<p>about", 200, "--index", "nothing.html,about.html")]
    [InlineData("/about", "<p>about", 200, "--ext", "html")]
    [InlineData("/about", "<p>about", 200, "--ext", ".html,.htm")]
    [InlineData("/about", null, 404)]
    [InlineData("/sub/", null, 404, "--no-listing")]
    [InlineData("/sub/", null, 200)]
    [InlineData("/.secret", null, 404)]
    [InlineData("/.secret", "hidden", 200, "--hidden")]
    public async Task Which_file_answers(string path, string? expected, int status, params string[] options)
    {
        using HttpResponseMessage answer = await GetAsync(path, null, options);
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.True(expected is null || expected == await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Links_are_followed_when_asked_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux can promise that a link stays inside.");
        System.IO.File.CreateSymbolicLink(System.IO.Path.Combine(_folder.Path, "link.txt"), "sub/a.txt");

        using HttpResponseMessage refused = await GetAsync("/link.txt", null);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        using HttpResponseMessage followed = await GetAsync("/link.txt", null, "--follow-symlinks");
        Assert.Equal("a", await followed.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/about.html", "no-cache")]
    [InlineData("/about.html", "max-age=60", "--cache", "60")]
    [InlineData("/about.html", "no-store", "--cache", "off")]
    [InlineData("/app.3f2a9c1b.js", "no-cache")]
    [InlineData("/app.3f2a9c1b.js", "immutable", "--cache", "60")]
    public async Task Cache_says_how_long_a_copy_is_good(string path, string expected, params string[] options)
    {
        using HttpResponseMessage answer = await GetAsync(path, null, options);
        Assert.Contains(expected, $"{answer.Headers.CacheControl}", StringComparison.Ordinal);
        Assert.NotNull(answer.Headers.ETag);
    }

    [Theory]
    [InlineData("Access-Control-Allow-Origin", "*", "--cors")]
    [InlineData("Access-Control-Allow-Origin", "https://a.example", "--cors=https://a.example", "--cors=https://b.example")]
    [InlineData("Access-Control-Allow-Origin", null)]
    [InlineData("Access-Control-Allow-Origin", null, "--cors=https://b.example")]
    [InlineData("X-Content-Type-Options", "nosniff")]
    [InlineData("X-Content-Type-Options", "other", "-H", "x-content-type-options: other")]
    [InlineData("X-A", "b c", "-H", "X-A: b c")]
    [InlineData("Link", "<a>, <b>", "-H", "Link: <a>", "-H", "Link:<b>")]
    [InlineData("Cache-Control", "private", "-H", "Cache-Control: private")]
    public async Task Fields_are_added(string name, string? expected, params string[] options)
    {
        using HttpResponseMessage answer = await GetAsync("/about.html", ("Origin", "https://a.example"), options);
        string? value = answer.Headers.TryGetValues(name, out System.Collections.Generic.IEnumerable<string>? values)
            ? string.Join(", ", values) : null;
        Assert.Equal(expected, value);
    }

    [Fact]
    public async Task Fields_are_added_to_what_is_not_there_as_well()
    {
        using HttpResponseMessage answer = await GetAsync("/nothing", null, "-H", "X-A: b");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("b", answer.Headers.GetValues("X-A").Single());
    }

    [Theory]
    [InlineData("/large.txt", "br")]
    [InlineData("/large.txt", null, "--no-compress")]
    [InlineData("/about.html", null)]
    [InlineData("/twin.css", "gzip")]
    [InlineData("/twin.css", null, "--no-compress")]
    public async Task Text_is_compressed_when_it_is_worth_it(string path, string? coding, params string[] options)
    {
        using HttpResponseMessage answer = await GetAsync(path, ("Accept-Encoding", "gzip, br"), options);
        Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        bool variesByCoding = answer.Headers.Vary.Contains("Accept-Encoding");
        Assert.Equal(coding is not null, variesByCoding && coding is not null);
    }

    [Fact]
    public async Task A_field_that_is_added_to_Vary_leaves_the_others_there()
    {
        using HttpResponseMessage answer = await GetAsync("/large.txt", ("Accept-Encoding", "gzip"), "-H", "Vary: X-A, X-B");
        Assert.Equal(["Accept-Encoding", "X-A", "X-B"], answer.Headers.Vary.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Health_is_answered_at_its_path_alone()
    {
        using HttpResponseMessage usual = await GetAsync("/health", null, "--health");
        Assert.Equal("ok\n", await usual.Content.ReadAsStringAsync());
        Assert.Equal("no-store", $"{usual.Headers.CacheControl}");
        using HttpResponseMessage other = await GetAsync("/up", null, "--health=/up");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using HttpResponseMessage none = await GetAsync("/health", null);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task A_head_over_the_limit_is_refused()
    {
        using HttpResponseMessage answer = await GetAsync("/", ("X-A", new string('a', 1100)), "--max-head", "1K");
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        await using CommandRun run = CommandRun.Start("serve", _folder.Path, "-p0", "--max-body", "10");
        using HttpClient client = new() { BaseAddress = await BannerReader.ReadUriAsync(run.ReadLineAsync) };
        using ByteArrayContent body = new(new byte[11]);
        using HttpResponseMessage answer = await client.PutAsync(new Uri("x", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("/sub/?zip", "application/zip", "--zip")]
    [InlineData("/sub/?tar.gz", "application/gzip", "--zip")]
    [InlineData("/sub/?zip", "text/html")]
    public async Task A_folder_is_sent_as_one_file_when_asked_for(string path, string type, params string[] options)
    {
        using HttpResponseMessage answer = await GetAsync(path, ("Accept", "text/html"), options);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("new.txt", HttpStatusCode.Created, "--upload")]
    [InlineData("made/new.txt", HttpStatusCode.Created, "--upload")]
    [InlineData("new.txt", HttpStatusCode.MethodNotAllowed)]
    [InlineData("sub/new.txt", HttpStatusCode.Created, "--upload=sub")]
    [InlineData("about.html", HttpStatusCode.Conflict, "--upload")]
    [InlineData("about.html", HttpStatusCode.NoContent, "--upload", "--upload-exists", "replace")]
    [InlineData("new.txt", HttpStatusCode.RequestEntityTooLarge, "--upload", "--max-upload", "2")]
    [InlineData("new.txt", HttpStatusCode.Unauthorized, "--upload", "--auth", "@/:r")]
    [InlineData("new.txt", HttpStatusCode.Created, "--upload", "--auth", "@/:rw")]
    public async Task What_may_be_uploaded(string path, HttpStatusCode expected, params string[] options)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Uploads are for Linux.");
        await using CommandRun run = CommandRun.Start(["serve", _folder.Path, "-p0", .. options]);
        using HttpClient client = new() { BaseAddress = await BannerReader.ReadUriAsync(run.ReadLineAsync) };
        using ByteArrayContent body = new("new"u8.ToArray());

        using HttpResponseMessage answer = await client.PutAsync(new Uri(path, UriKind.Relative), body);

        Assert.Equal(expected, answer.StatusCode);
        bool isStored = System.IO.File.Exists(System.IO.Path.Combine(_folder.Path, path))
            && await System.IO.File.ReadAllTextAsync(System.IO.Path.Combine(_folder.Path, path)) == "new";
        Assert.Equal(expected is HttpStatusCode.Created or HttpStatusCode.NoContent, isStored);
    }

    [Theory]
    [InlineData("linnet: --max-upload is about uploads: add --upload.", "--max-upload", "1")]
    [InlineData("linnet: --upload-exists is about uploads: add --upload.", "--upload-exists", "number")]
    [InlineData("linnet: --upload-exists is 'numbr'; it must be refuse, replace or number; number is close.", "--upload-exists", "numbr")]
    public async Task What_is_about_uploads_needs_them(string expected, params string[] options)
    {
        await using CommandRun run = CommandRun.Start(["serve", _folder.Path, "-p0", .. options]);
        Assert.Equal(ExitCode.WrongUsage, (await run.FinishAsync()).Code);
        Assert.Equal(expected + Environment.NewLine, run.ErrorText);
    }

    [Fact]
    public async Task Every_option_is_in_the_help()
    {
        await using CommandRun run = CommandRun.Start("serve", "--help");
        (int code, string output) = await run.FinishAsync();
        Assert.Equal(ExitCode.Done, code);
        Assert.All(Cli.Settings.ServerSettings.OfServe, setting => Assert.Contains(setting.Usage.Trim('[', ']'), output));
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 120, line));
    }

    private async Task<HttpResponseMessage> GetAsync(
        string path, (string Name, string Value)? field, params string[] options)
    {
        await using CommandRun run = CommandRun.Start(["serve", _folder.Path, "-p0", .. options]);
        using SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseCookies = false };
        using HttpClient client = new(handler) { BaseAddress = await BannerReader.ReadUriAsync(run.ReadLineAsync) };
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (field is var (name, value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        HttpResponseMessage answer = await client.SendAsync(request);
        await answer.Content.LoadIntoBufferAsync();
        return answer;
    }
}
