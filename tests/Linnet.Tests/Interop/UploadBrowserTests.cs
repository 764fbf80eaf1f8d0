// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Exchanges;
using Linnet.Files;
using Linnet.Tests.Files;
using Xunit;

namespace Linnet.Tests.Interop;

/// <summary>
/// A browser without a window drops files on a folder's page, which stands in a frame of a page that tells what it has seen.
/// </summary>
public sealed class UploadBrowserTests : IDisposable
{
    private const string Page = """
        <!doctype html><title>uploads</title><iframe></iframe><script>
          const told = [], frame = document.querySelector("iframe");
          const tell = () => fetch("/result", { method: "POST", body: told.join("\n") });
          const drop = (files) => {
            const { DataTransfer, DragEvent } = frame.contentWindow, data = new DataTransfer();
            for (const file of files) data.items.add(file);
            frame.contentDocument.body.dispatchEvent(
              new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
          };
          const texts = () => [...frame.contentDocument.querySelectorAll("#sent li")].map(line =>
            [...line.querySelectorAll("bdi, span, button:not([hidden])")].map(part => part.textContent).join(" | "));
          const first = () => {
            let wasCut = false, grew = 0, last = 0;
            new MutationObserver(() => {
              wasCut ||= frame.contentDocument.querySelector("#sent").textContent.includes("Interrupted");
              const bar = frame.contentDocument.querySelector("#sent progress");
              if (bar.value > last) { grew++; last = bar.value; }
              const said = frame.contentDocument.querySelector("#said").textContent;
              if (said === "1 uploaded, 1 failed") {
                told.push(`cut ${wasCut}`, `grew ${grew >= 3}`, ...texts());
                frame.onload = second;
                frame.contentWindow.location.reload();
              }
            }).observe(frame.contentDocument, { subtree: true, childList: true, characterData: true });
            drop([new File([new Uint8Array(3000000).fill(65)], "ä & b.bin"), new File(["x"], "taken.txt")]);
          };
          const second = () => {
            frame.onload = third;
            drop([new File([], "empty.txt")]);
          };
          const third = () => {
            told.push(...[...frame.contentDocument.querySelectorAll("tbody bdi")].map(name => name.textContent));
            tell();
          };
          frame.onload = first;
          frame.src = "/box/";
        </script>
        """;

    private readonly ScratchFolder _scratch = new();

    [Fact]
    public async Task A_browser_drops_files_and_goes_on_after_a_cut()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Uploads need Linux.");
        _scratch.Write("site/taken.txt", "old");
        using FileHandler box = new(_scratch.Site, new FileHandlerOptions
        {
            Prefix = "/box",
            ListFolders = true,
            Uploads = new(),
        });
        int pieces = 0;
        HttpHandler cut = exchange =>
        {
            // Several times: a browser tries again by itself when a connection breaks that it has used before.
            if (exchange.Request.Method is "PATCH" && Interlocked.Increment(ref pieces) is >= 2 and <= 5)
            {
                exchange.Response.Abort();
                return default;
            }

            return box.HandleAsync(exchange);
        };

        string told = await BrowserTests.BrowseAsync(
            Page,
            server =>
            {
                foreach (string method in (string[])["GET", "HEAD", "POST", "PATCH"])
                {
                    server.Map(method, "/box/{*path}", cut);
                }
            },
            new HttpServerOptions { Limits = new Limits { MaxRequestBodyBytes = 1_000_000 } });

        Assert.Equal(
            [
                "cut true", "grew true", "ä & b.bin | Uploaded", "taken.txt | There is a file of this name. | Try again",
                "empty.txt", "taken.txt", "ä & b.bin",
            ],
            told.Split('\n'));
        byte[] stored = File.ReadAllBytes(Path.Combine(_scratch.Site, "ä & b.bin"));
        Assert.Equal(3_000_000, stored.Length);
        Assert.False(stored.AsSpan().ContainsAnyExcept((byte)'A'));
        Assert.Equal("old", File.ReadAllText(Path.Combine(_scratch.Site, "taken.txt")));
    }

    public void Dispose() => _scratch.Dispose();
}
