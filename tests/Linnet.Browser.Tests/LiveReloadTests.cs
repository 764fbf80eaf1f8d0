// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace Linnet.Browser.Tests;

/// <summary><c>linnet serve --watch</c>: what a page shows when what it is made of changes.</summary>
public sealed class LiveReloadTests(Chromium chromium) : IAsyncLifetime
{
    private const int Tries = 60;
    private const string StyledPage = "<!DOCTYPE html><link rel=icon href=data:,><link rel=stylesheet href=a.css>";

    private readonly string _folder = Directory.CreateTempSubdirectory("linnet-watch-").FullName;
    private Process? _command;
    private string _address = "";

    public async ValueTask InitializeAsync()
    {
        Write("index.html", $"{StyledPage}<p>one");
        Write("a.css", "p { color: rgb(1, 2, 3) }");
        string program = Path.Combine(AppContext.BaseDirectory, "Linnet.Cli.dll");
        _command = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [program, "serve", _folder, "-p0", "--watch"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        Assert.NotNull(_command);
        _command.OutputDataReceived += static (_, _) => { };
        _command.BeginOutputReadLine();
        while (!_address.StartsWith("http://", StringComparison.Ordinal))
        {
            string? line = await _command.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
            _address = (line ?? throw new EndOfStreamException("The command has ended.")).Trim();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_command is not null)
        {
            _command.Kill();
            await _command.WaitForExitAsync();
            _command.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_page_is_taken_anew_and_a_style_without_the_page()
    {
        await using BrowserWindow window = await chromium.OpenAsync();
        await window.GoToAsync(_address);
        await ShowsAsync(window, "document.body.innerText", "two", () => Write("index.html", $"{StyledPage}<p>two"));

        // What a script has left on the page stays: only its style is another.
        await window.Page.EvaluateAsync("() => { document.title = 'kept'; }");
        await ShowsAsync(
            window,
            "getComputedStyle(document.querySelector('p')).color",
            "rgb(4, 5, 6)",
            () => Write("a.css", "p { color: rgb(4, 5, 6) }"));
        Assert.Equal("kept", await window.Page.TitleAsync());
        window.ExpectNoComplaints();
    }

    /// <summary>Makes a change until the page shows it: the first may come before the page has begun to listen.</summary>
    private static async Task ShowsAsync(BrowserWindow window, string expression, string expected, Action change)
    {
        string shown = "";
        for (int tried = 0; tried < Tries; tried++)
        {
            change();
            await window.Page.WaitForTimeoutAsync(500);
            try
            {
                shown = await window.Page.EvaluateAsync<string>($"() => document.querySelector('p') ? {expression} : ''");
            }
            catch (PlaywrightException)
            {
                // Asked in the middle of it.
                continue;
            }

            if (string.Equals(shown.Trim(), expected, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Equal(expected, shown);
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder, name), content);
}
