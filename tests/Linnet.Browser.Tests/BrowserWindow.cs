// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Linnet.Browser.Tests;

/// <summary>One window with one page, which notes whatever its page complains about.</summary>
public sealed class BrowserWindow : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();

    internal BrowserWindow(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Dialog += (_, dialog) => _complaints.Enqueue($"A dialog: {dialog.Message}");
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Goes to an address, and waits until keys and clicks are heard there.</summary>
    public async Task GoToAsync(string address)
    {
        await Page.GotoAsync(address);
        await IsPaintedAsync();
    }

    /// <summary>Waits until the window has gone to a path, and keys and clicks are heard there.</summary>
    public async Task ArrivesAtAsync(string path)
    {
        // Playwright misses that a page has come, now and then, when it was there at once: the page itself knows.
        await Page.WaitForFunctionAsync(
            "path => location.pathname === path && document.readyState === 'complete'", path);
        await IsPaintedAsync();
    }

    /// <summary>Fails when the page has said an error: a script's, a policy's, one of loading.</summary>
    public void ExpectNoComplaints() => Assert.Empty(_complaints);

    /// <summary>Fails on whatever axe-core finds wrong for people who see, hear or move otherwise.</summary>
    public async Task ExpectAccessibleAsync()
    {
        AxeResult result = await Page.RunAxe();
        Assert.Empty(result.Violations.SelectMany(
            violation => violation.Nodes.Select(node => $"{violation.Id}: {violation.Help}: {node.Html}")));
    }

    /// <summary>Keeps a picture for whoever wants to look, in the folder that LINNET_SCREENSHOTS names.</summary>
    public async Task KeepPictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("LINNET_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
        }
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    // Chromium drops what is typed before a page is painted for the first time.
    private async Task IsPaintedAsync() =>
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
}
