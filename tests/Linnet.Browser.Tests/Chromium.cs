// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Linnet.Browser.Tests.Chromium))]

namespace Linnet.Browser.Tests;

/// <summary>
/// The machine's own Chromium, started once for all tests of this assembly; any test class takes it in its constructor. Where
/// there is none, tests are skipped.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private const float StartMilliseconds = 60_000;
    private const float WaitMilliseconds = 15_000;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly string? _path = Find();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (_path is null)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = _path,
            Timeout = StartMilliseconds,

            // Chromium refuses to be root in its sandbox; on a machine of one's own nobody tests as root.
            Args = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [],
        });
    }

    /// <summary>Opens a window of its own, or skips the test.</summary>
    public async Task<BrowserWindow> OpenAsync(
        ColorScheme scheme = ColorScheme.Light, int width = 1100, int height = 800, bool script = true)
    {
        Assert.SkipWhen(_browser is null, "There is no chromium, chromium-browser or google-chrome on the PATH.");
        IBrowserContext context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            JavaScriptEnabled = script,
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(WaitMilliseconds);
        return new BrowserWindow(await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
