// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading.Tasks;
using Linnet.Files;
using Microsoft.Playwright;
using Xunit;

namespace Linnet.Browser.Tests;

/// <summary>The page of a folder as people meet it.</summary>
public sealed class ListingTests(Chromium chromium) : IAsyncLifetime
{
    private ServedFolder? _served;

    private ServedFolder Served => _served ?? throw new InvalidOperationException("Not started yet.");

    public async ValueTask InitializeAsync()
    {
        _served = await ServedFolder.StartAsync(new FileHandlerOptions { ListFolders = true, Archives = true });
        Served.Write("README.md", "# The bird\n\nA linnet is a small finch.\n\n    it sings <b>well</b>\n");
        Served.Write("notes/2024/january.txt", "cold");
        Served.Write("notes/2024/february.txt", "colder");
        Served.Write("photos/nest.jpg", new string('j', 2_345_678));
        Served.Write("song.mp3", new string('m', 4_567_890));
        Served.Write("flight.mp4", new string('v', 73_400_320 / 16));
        Served.Write("backup.tar.gz", new string('z', 123_456));
        Served.Write("Grünfink.txt", new string('t', 2_000));
        Served.Write("index.js", "export {};");
        Served.Write("report-10.pdf", new string('p', 34_567));
        Served.Write("report-9.pdf", new string('p', 45_678));
        Served.Write("unknown", "?");
    }

    public async ValueTask DisposeAsync()
    {
        if (_served is not null)
        {
            await _served.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1100, "wide-light")]
    [InlineData(ColorScheme.Dark, 1100, "wide-dark")]
    [InlineData(ColorScheme.Light, 360, "narrow-light")]
    [InlineData(ColorScheme.Dark, 360, "narrow-dark")]
    public async Task It_is_there_without_a_complaint_and_for_everybody(ColorScheme scheme, int width, string name)
    {
        await using BrowserWindow window = await chromium.OpenAsync(scheme, width);
        await window.GoToAsync(Served.Address);
        await window.KeepPictureAsync(name);

        Assert.Equal("/", await window.Page.TitleAsync());
        Assert.Equal(
            [
                "notes/", "photos/", "backup.tar.gz", "flight.mp4", "Grünfink.txt", "index.js", "README.md", "report-9.pdf",
                "report-10.pdf", "song.mp3", "unknown",
            ],
            await NamesAsync(window.Page));
        Assert.Equal("2 folders, 9 files, 8.9 MiB", await window.Page.Locator("#told").InnerTextAsync());
        await window.ExpectAccessibleAsync();
        Assert.True(
            await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "It is wider than the window.");
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task It_is_dark_for_who_wants_it_dark()
    {
        await using BrowserWindow window = await chromium.OpenAsync(ColorScheme.Light);
        await window.GoToAsync(Served.Address);
        double light = await BrightnessAsync(window.Page);
        await window.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        double dark = await BrightnessAsync(window.Page);
        Assert.InRange(light, 240, 255);
        Assert.InRange(dark, 0, 40);
    }

    [Fact]
    public async Task A_click_sorts_and_another_turns_it_round()
    {
        await using BrowserWindow window = await chromium.OpenAsync();
        await window.GoToAsync(Served.Address);
        await window.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Size" }).GetByRole(AriaRole.Link).ClickAsync();
        Assert.Equal(["notes/", "photos/", "unknown", "index.js"], (await NamesAsync(window.Page)).Take(4));
        await window.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Size" }).GetByRole(AriaRole.Link).ClickAsync();
        Assert.Equal(["notes/", "photos/", "flight.mp4", "song.mp3"], (await NamesAsync(window.Page)).Take(4));
        await window.ExpectAccessibleAsync();
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task Typing_filters()
    {
        await using BrowserWindow window = await chromium.OpenAsync();
        IPage page = window.Page;
        await window.GoToAsync(Served.Address);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("pdf rep");
        Assert.Equal(["report-9.pdf", "report-10.pdf"], await NamesAsync(page));
        Assert.Equal("2 of 11 shown", await page.Locator("#told").InnerTextAsync());
        await page.Keyboard.PressAsync("Escape");
        Assert.Equal(11, (await NamesAsync(page)).Count);
        await page.Keyboard.TypeAsync("GRUNF");
        Assert.Equal(["Grünfink.txt"], await NamesAsync(page));
        window.ExpectNoComplaints();
        await page.Keyboard.PressAsync("Enter");
        await window.ArrivesAtAsync("/Gr%C3%BCnfink.txt");
    }

    [Fact]
    public async Task Keys_go_down_and_up_and_in_and_out()
    {
        await using BrowserWindow window = await chromium.OpenAsync();
        IPage page = window.Page;
        await window.GoToAsync(Served.Address + "?sort=date&order=desc");
        foreach (string key in (string[])["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"])
        {
            await page.Keyboard.PressAsync(key);
        }

        string focused = await page.EvaluateAsync<string>("document.activeElement.textContent");
        Assert.Contains(focused, (string[])["notes/", "photos/"]);
        await window.GoToAsync(Served.Address);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await window.ArrivesAtAsync("/notes/");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await window.ArrivesAtAsync("/notes/2024/");
        await page.Keyboard.PressAsync("Backspace");
        await window.ArrivesAtAsync("/notes/");
        await page.Keyboard.PressAsync("Backspace");
        await window.ArrivesAtAsync("/");
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task Breadcrumbs_lead_back()
    {
        await using BrowserWindow window = await chromium.OpenAsync();
        await window.GoToAsync(Served.Address + "notes/2024/");
        Assert.Equal("root / notes / 2024", await window.Page.Locator("h1").InnerTextAsync());
        await window.ExpectAccessibleAsync();
        await window.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "notes" }).ClickAsync();
        await window.ArrivesAtAsync("/notes/");
        await window.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "root" }).ClickAsync();
        await window.ArrivesAtAsync("/");
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task The_readme_is_shown_as_it_was_written()
    {
        await using BrowserWindow window = await chromium.OpenAsync();
        await window.GoToAsync(Served.Address);
        Assert.Equal(
            "# The bird\n\nA linnet is a small finch.\n\n    it sings <b>well</b>\n",
            await window.Page.GetByRole(AriaRole.Region, new() { Name = "README.md" }).Locator("pre").TextContentAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_ticked_is_downloaded(bool script)
    {
        await using BrowserWindow window = await chromium.OpenAsync(script: script);
        IPage page = window.Page;
        await page.GotoAsync(Served.Address);
        await page.GetByLabel("Select notes").CheckAsync();
        await page.GetByLabel("Select Grünfink.txt").CheckAsync();
        if (script)
        {
            Assert.Equal("2 selected", await page.Locator("#chosen").InnerTextAsync());
            await window.KeepPictureAsync("chosen");
        }

        IDownload download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "zip" }).ClickAsync());
        Assert.Equal("files.zip", download.SuggestedFilename);
        await using ZipArchive zip = await ZipFile.OpenReadAsync((await download.PathAsync())!);
        Assert.Equal(
            ["notes/", "notes/2024/", "notes/2024/february.txt", "notes/2024/january.txt", "Grünfink.txt"],
            zip.Entries.Select(entry => entry.FullName));
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task Every_name_that_is_shown_can_be_ticked_at_once()
    {
        await using BrowserWindow window = await chromium.OpenAsync();
        IPage page = window.Page;
        await window.GoToAsync(Served.Address);
        await page.Locator("#filter").FillAsync("report");
        await page.GetByLabel("Select every name").CheckAsync();
        Assert.Equal("2 selected", await page.Locator("#chosen").InnerTextAsync());
        IDownload download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "zip" }).ClickAsync());
        await using ZipArchive zip = await ZipFile.OpenReadAsync((await download.PathAsync())!);
        Assert.Equal(["report-9.pdf", "report-10.pdf"], zip.Entries.Select(entry => entry.FullName));
    }

    [Fact]
    public async Task Without_a_script_it_still_sorts_and_shows_nothing_dead()
    {
        await using BrowserWindow window = await chromium.OpenAsync(script: false);
        IPage page = window.Page;
        await page.GotoAsync(Served.Address);
        await window.KeepPictureAsync("no-script");
        Assert.False(await page.Locator("#filter").IsVisibleAsync());
        Assert.False(await page.Locator("#every").IsVisibleAsync());
        Assert.False(await page.Locator(".keys").IsVisibleAsync());
        await page.GetByRole(AriaRole.Columnheader, new() { Name = "Name" }).GetByRole(AriaRole.Link).ClickAsync();
        Assert.Equal(["photos/", "notes/", "unknown"], (await NamesAsync(page)).Take(3));
        window.ExpectNoComplaints();
    }

    [Fact]
    public async Task No_name_becomes_markup_or_runs()
    {
        string[] names =
        [
            "<img src=x onerror=alert(1)>", "<script>alert(1)<script>", "\" onfocus=\"alert(1)\" autofocus=\"",
            "javascript:alert(1)", "'-alert(1)-'", "${alert(1)}",
        ];
        string folder = Directory.CreateDirectory(Path.Combine(Served.Folder, "hostile")).FullName;
        foreach (string name in names)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), name);
        }

        await using BrowserWindow window = await chromium.OpenAsync();
        await window.GoToAsync(Served.Address + "hostile/");
        await window.Page.Locator("#filter").FillAsync("alert");
        Assert.Equal(names.Order(StringComparer.Ordinal), (await NamesAsync(window.Page)).Order(StringComparer.Ordinal));
        Assert.Equal(0, await window.Page.Locator("img, tbody script").CountAsync());
        IDownload download = await window.Page.RunAndWaitForDownloadAsync(
            () => window.Page.GetByRole(AriaRole.Link, new() { Name = "javascript:alert(1)" }).ClickAsync());
        Assert.Equal("javascript:alert(1)", await File.ReadAllTextAsync((await download.PathAsync())!));
        window.ExpectNoComplaints();
    }

    /// <summary>The names in the rows that are shown, in order.</summary>
    private static async Task<IReadOnlyList<string>> NamesAsync(IPage page) =>
        await page.Locator("tbody tr:not(.u):not([hidden]) td.n").AllInnerTextsAsync();

    private static Task<double> BrightnessAsync(IPage page) => page.EvaluateAsync<double>(
        "Math.max(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number))");
}
