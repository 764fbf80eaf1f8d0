// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;

namespace Linnet.Tutorial.Tests;

/// <summary>A sample that runs on a free port, and a client for it.</summary>
internal sealed class RunningSample : IAsyncDisposable
{
    private RunningSample(RunningProgram program, HttpClient client)
    {
        Program = program;
        Client = client;
    }

    /// <summary>The process, which has printed where it listens.</summary>
    public RunningProgram Program { get; }

    /// <summary>A client whose relative addresses are the sample's.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts a file of the folder for samples.</summary>
    public static async Task<RunningSample> StartAsync(string file, params string[] addresses)
    {
        string[] arguments = addresses.Length == 0 ? ["http://127.0.0.1:0"] : addresses;
        RunningProgram program = await Lesson.StartAsync($"samples/{file}", arguments);
        return new RunningSample(program, ClientOf(await program.ReadLineAsync()));
    }

    /// <summary>Starts a program for ASP.NET Core, which says more than where it listens.</summary>
    public static async Task<RunningSample> StartForAspNetAsync(string file)
    {
        const string Listening = "Now listening on: ";
        RunningProgram program = await Lesson.StartAsync(file, "--urls", "http://127.0.0.1:0");
        string? line;
        do
        {
            line = await program.ReadLineAsync();
        }
        while (line?.Contains(Listening, StringComparison.Ordinal) == false);

        return new RunningSample(program, ClientOf(line?.Replace(Listening, "Listening on ").Trim()));
    }

    /// <summary>A client for the server that a program says it is.</summary>
    public static HttpClient ClientOf(string? listening) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
        {
            BaseAddress = new Uri($"http://{ServerAddress.FromListening(listening ?? "(nothing)").Text}/"),
            Timeout = TimeSpan.FromSeconds(60),
        };

    /// <summary>Sends one request, and tells of the answer what tests compare: status and body.</summary>
    public async Task<string> AskAsync(string method, string target, string? json = null)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(target, UriKind.Relative));
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await Client.SendAsync(request);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}".TrimEnd();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Program.DisposeAsync();
    }
}
