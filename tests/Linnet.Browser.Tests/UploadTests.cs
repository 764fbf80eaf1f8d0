// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Linnet.Files;
using Microsoft.Playwright;
using Xunit;

namespace Linnet.Browser.Tests;

/// <summary>The page of a folder that takes files, as people meet it.</summary>
public sealed class UploadTests(Chromium chromium)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1100, "upload-wide-light")]
    [InlineData(ColorScheme.Dark, 360, "upload-narrow-dark")]
    public async Task Files_are_chosen_and_those_that_are_refused_say_why(ColorScheme scheme, int width, string name)
    {
        await using ServedFolder served = await ServeAsync();
        served.Write("taken.txt", "old");
        await using BrowserWindow window = await chromium.OpenAsync(scheme, width);
        IPage page = window.Page;
        await window.GoToAsync(served.Address);
        await window.ExpectAccessibleAsync();

        await page.GetByLabel("Drop files here, or choose them").SetInputFilesAsync(
            [Payload("new.txt", "new"), Payload("taken.txt", "x")]);
        await page.GetByText("1 uploaded, 1 failed").WaitForAsync();
        await window.KeepPictureAsync(name);
        await window.ExpectAccessibleAsync();
        Assert.Equal("There is a file of this name.", await page.Locator("#sent .bad").InnerTextAsync());
        Assert.Equal("new", await File.ReadAllTextAsync(Path.Combine(served.Folder, "new.txt")));
        Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(served.Folder, "taken.txt")));
        Assert.True(
            await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "It is wider than the window.");

        // Once nothing is in the way, it is tried again, and the folder is shown with both.
        File.Delete(Path.Combine(served.Folder, "taken.txt"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again: taken.txt" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "new.txt" }).WaitForAsync();
        Assert.Equal("x", await File.ReadAllTextAsync(Path.Combine(served.Folder, "taken.txt")));
    }

    [Fact]
    public async Task Without_a_script_a_form_does_it()
    {
        await using ServedFolder served = await ServeAsync();
        await using BrowserWindow window = await chromium.OpenAsync(script: false);
        IPage page = window.Page;
        await page.GotoAsync(served.Address);
        await page.GetByLabel("Add files to this folder").SetInputFilesAsync([Payload("a.txt", "1"), Payload("b.txt", "2")]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "b.txt" }).WaitForAsync();
        Assert.Equal(served.Address, page.Url);
        Assert.Equal("1", await File.ReadAllTextAsync(Path.Combine(served.Folder, "a.txt")));
        Assert.Equal("2", await File.ReadAllTextAsync(Path.Combine(served.Folder, "b.txt")));
    }

    private static Task<ServedFolder> ServeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Uploads need Linux.");
        return ServedFolder.StartAsync(new FileHandlerOptions { ListFolders = true, Archives = true, Uploads = new() });
    }

    private static FilePayload Payload(string name, string content) => new()
    {
        Name = name,
        MimeType = "text/plain",
        Buffer = Encoding.UTF8.GetBytes(content),
    };
}
