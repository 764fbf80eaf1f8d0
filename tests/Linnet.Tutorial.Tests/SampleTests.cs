// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Tutorial.Tests;

/// <summary>Each sample, run as a reader runs it, answers a client over real sockets.</summary>
public sealed partial class SampleTests
{
    [Fact]
    public async Task Hello_greets_by_name()
    {
        await using RunningSample hello = await RunningSample.StartAsync("hello.cs");

        Assert.Equal("200 Hello, World!", await hello.AskAsync("GET", ""));
        Assert.Equal("200 Hello, linnet!", await hello.AskAsync("GET", "hello/linnet"));
        Assert.StartsWith("404", await hello.AskAsync("GET", "nowhere"));
    }

    [Fact]
    public async Task Json_api_keeps_changes_and_forgets_notes()
    {
        await using RunningSample api = await RunningSample.StartAsync("json-api.cs");

        Assert.Equal("200 []", await api.AskAsync("GET", "notes"));
        Assert.Equal("201 {\"id\":1,\"text\":\"feed\"}", await api.AskAsync("POST", "notes", "{\"text\":\"feed\"}"));
        Assert.Equal("200 {\"id\":1,\"text\":\"sing\"}", await api.AskAsync("PUT", "notes/1", "{\"text\":\"sing\"}"));
        Assert.Equal("200 [{\"id\":1,\"text\":\"sing\"}]", await api.AskAsync("GET", "notes"));
        Assert.Equal("204", await api.AskAsync("DELETE", "notes/1"));
        Assert.StartsWith("404", await api.AskAsync("GET", "notes/1"));
        Assert.StartsWith("404", await api.AskAsync("PUT", "notes/1", "{\"text\":\"sing\"}"));
    }

    [Fact]
    public async Task Json_api_refuses_what_is_no_note()
    {
        await using RunningSample api = await RunningSample.StartAsync("json-api.cs");

        Assert.StartsWith("400", await api.AskAsync("POST", "notes", "{\"text\":"));
        Assert.Equal("400 A note has a text.", await api.AskAsync("POST", "notes", "{}"));
        Assert.StartsWith("413", await api.AskAsync("POST", "notes", $"{{\"text\":\"{new string('x', 70_000)}\"}}"));
        Assert.StartsWith("405", await api.AskAsync("PATCH", "notes/1", "{}"));
    }

    [Fact]
    public async Task Streaming_sends_before_it_has_all_and_reads_in_pieces()
    {
        await using RunningSample streaming = await RunningSample.StartAsync("streaming.cs");

        // The clock has no end: whoever reads three ticks of it has not waited for one.
        await using Stream clock = await streaming.Client.GetStreamAsync(new Uri("clock", UriKind.Relative));
        using StreamReader reader = new(clock);
        for (int tick = 0; tick < 3; tick++)
        {
            Assert.EndsWith("Z", await reader.ReadLineAsync());
        }

        Assert.Equal(
            """200 [{"Root":1,"Value":1},{"Root":2,"Value":4},{"Root":3,"Value":9}]""",
            await streaming.AskAsync("GET", "squares/3"));
        Assert.EndsWith("{\"Root\":250,\"Value\":62500}]", await streaming.AskAsync("GET", "squares/250"));

        using ByteArrayContent body = new(new byte[1_000_000]);
        using HttpResponseMessage counted = await streaming.Client.PostAsync(new Uri("count", UriKind.Relative), body);
        Assert.Equal("1000000 bytes\n", await counted.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Upload_form_writes_files_and_shows_names_as_text()
    {
        string folder = Directory.CreateTempSubdirectory("linnet-uploads-").FullName;
        await using RunningSample upload = await RunningSample.StartAsync("upload-form.cs", "http://127.0.0.1:0", folder);
        Assert.Contains("multipart/form-data", await upload.AskAsync("GET", ""), StringComparison.Ordinal);

        using MultipartFormDataContent form = new()
        {
            { new StringContent("<b>seeds</b>"), "note" },
            { new ByteArrayContent(new byte[200_000]), "file", "seeds.bin" },
        };
        using HttpResponseMessage response = await upload.Client.PostAsync(new Uri("", UriKind.Relative), form);
        string page = await response.Content.ReadAsStringAsync();

        Assert.Equal(200, (int)response.StatusCode);
        Assert.EndsWith("<li>note: &lt;b&gt;seeds&lt;/b&gt;<li>seeds.bin: 200000 bytes</ul>", page);
        Assert.Equal(200_000, new FileInfo(Assert.Single(Directory.GetFiles(folder))).Length);
        Assert.StartsWith("415", await upload.AskAsync("POST", "", "{}"));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("https://elsewhere.example", 403)]
    [InlineData(null, 200)]
    public async Task Upload_form_refuses_forms_of_other_pages(string? origin, int status)
    {
        string folder = Directory.CreateTempSubdirectory("linnet-uploads-").FullName;
        await using RunningSample upload = await RunningSample.StartAsync("upload-form.cs", "http://127.0.0.1:0", folder);
        using MultipartFormDataContent form = new() { { new StringContent("seeds"), "note" } };
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri("", UriKind.Relative)) { Content = form };
        request.Headers.Add("Origin", origin ?? upload.Client.BaseAddress?.GetLeftPart(UriPartial.Authority));
        using HttpResponseMessage response = await upload.Client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Several_servers_run_side_by_side_and_stop_together()
    {
        await using RunningSample shop = await RunningSample.StartAsync(
            "several-servers.cs", "http://127.0.0.1:0", "http://127.0.0.1:0");
        using HttpClient office = RunningSample.ClientOf(await shop.Program.ReadLineAsync());

        Assert.StartsWith("200 Sunflower seeds", await shop.AskAsync("GET", ""));
        Assert.StartsWith("404", await shop.AskAsync("GET", "ready"));
        using (HttpResponseMessage ready = await office.GetAsync(new Uri("ready", UriKind.Relative)))
        {
            Assert.Equal(200, (int)ready.StatusCode);
        }

        Assert.Equal("1\n", await office.GetStringAsync(new Uri("connections", UriKind.Relative)));
        using (HttpResponseMessage stopping = await office.PostAsync(new Uri("stop", UriKind.Relative), null))
        {
            Assert.Equal(202, (int)stopping.StatusCode);
        }

        Assert.Equal("Stopped", await shop.Program.ReadLineAsync());
        Assert.Equal(0, await shop.Program.WaitForExitAsync());
    }

    [Fact]
    public async Task Metrics_are_told_to_prometheus_by_route()
    {
        string port = $"{FreePort()}";
        await using RunningSample sample = await RunningSample.StartAsync("metrics.cs", "http://127.0.0.1:0", port);
        Uri metrics = new($"http://localhost:{port}/metrics");

        Assert.DoesNotContain("http_server_request_duration_seconds_count{", await sample.Client.GetStringAsync(metrics));
        Assert.Equal("200 Hello, linnet!", await sample.AskAsync("GET", "hello/linnet"));
        Assert.Equal("200 Hello, finch!", await sample.AskAsync("GET", "hello/finch"));

        // A request is counted behind its response, so a client may know of it first.
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        string told = "";
        while (!Counted().Match(told).Value.EndsWith(" 2"))
        {
            told = await sample.Client.GetStringAsync(metrics, patience.Token);
        }
    }

    [Fact]
    public async Task Pull_style_takes_one_request_after_another_beside_routes()
    {
        await using RunningSample loop = await RunningSample.StartAsync("pull-style.cs");

        Assert.Equal("200 You are visitor 1", await loop.AskAsync("GET", "anything"));
        Assert.Equal("200 well", await loop.AskAsync("GET", "health"));
        Assert.Equal("200 You are visitor 2", await loop.AskAsync("POST", "anything", "{}"));
        Assert.Equal("200 You are visitor 3", await loop.AskAsync("GET", "last"));
        Assert.Equal("Stopped after 3", await loop.Program.ReadLineAsync());
        Assert.Equal(0, await loop.Program.WaitForExitAsync());
    }

    [Fact]
    public async Task Rate_limit_lets_each_client_ask_ten_times_at_once()
    {
        await using RunningSample sample = await RunningSample.StartAsync("rate-limit.cs");
        Queue<string> answers = [];
        for (int request = 0; request < 30; request++)
        {
            answers.Enqueue(await sample.AskAsync("GET", ""));
        }

        // What is used comes back one by one, so the eleventh may be in time.
        Assert.All(answers.Take(10), answer => Assert.Equal("200 Hello, World!", answer));
        Assert.Contains(answers, answer => answer.StartsWith("429"));
    }

    [Fact]
    public void Rate_limit_is_what_the_page_of_its_package_shows()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "src", "Linnet.RateLimiting", "README.md"));
        string sample = File.ReadAllText(Path.Combine(Repository.Root, "samples", "rate-limit.cs"));

        Assert.Contains($"```cs\n{sample[sample.IndexOf("using ", StringComparison.Ordinal)..]}```\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code=a-code", "Received the code a-code")]
    [InlineData("error=access_denied", "Declined")]
    public async Task Oauth_redirect_takes_one_answer_that_knows_the_state(string answer, string expected)
    {
        await using RunningSample receiver = await RunningSample.StartAsync("oauth-redirect.cs");
        string link = await receiver.Program.ReadLineAsync() ?? "";
        string state = State().Match(link).Groups["state"].Value;
        string redirect = Uri.EscapeDataString($"{receiver.Client.BaseAddress}");

        Assert.Contains($"redirect_uri={redirect}&", link, StringComparison.Ordinal);
        Assert.StartsWith("400", await receiver.AskAsync("GET", "?code=stolen"));
        Assert.StartsWith("400", await receiver.AskAsync("GET", "?code=stolen&state=guessed"));
        Assert.StartsWith("200", await receiver.AskAsync("GET", $"?{answer}&state={state}"));
        Assert.StartsWith(expected, await receiver.Program.ReadLineAsync());
        Assert.Equal(0, await receiver.Program.WaitForExitAsync());
    }

    [Fact]
    public async Task Samples_compile_without_a_warning()
    {
        foreach (string file in SampleFiles())
        {
            Assert.DoesNotContain(": warning ", await Lesson.BuildAsync($"samples/{file}"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Samples_are_all_in_the_list()
    {
        string list = File.ReadAllText(Path.Combine(Repository.Root, "samples", "README.md"));

        Assert.Equal(SampleFiles(), Listed().Matches(list).Select(match => match.Groups["file"].Value).Order(StringComparer.Ordinal));
    }

    // What listens for the exporter takes no port 0, so a free one is looked for, and may be gone again when it is used.
    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static IEnumerable<string> SampleFiles() => Directory
        .GetFiles(Path.Combine(Repository.Root, "samples"), "*.cs")
        .Select(file => Path.GetFileName(file))
        .Order(StringComparer.Ordinal);

    [GeneratedRegex("^http_server_request_duration_seconds_count{.*http_route=\"/hello/{name}\".*$", RegexOptions.Multiline)]
    private static partial Regex Counted();

    [GeneratedRegex("[?&]state=(?<state>[^&]+)")]
    private static partial Regex State();

    [GeneratedRegex(@"^\| \[[^\]]+\]\((?<file>[^)]+\.cs)\)", RegexOptions.Multiline)]
    private static partial Regex Listed();
}
