// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Files;
using Linnet.Protocol.Text;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>
/// Every path of the corpus against a real server over a real folder, and against the rules alone.
/// </summary>
public sealed class HostilePathTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    [Fact]
    public void The_corpus_is_large()
    {
        Assert.True(HostilePaths.All.Count >= 500, $"{HostilePaths.All.Count} paths");
    }

    [Theory]
    [Attack("ST-01")]
    [Attack("ST-02")]
    [Attack("ST-03")]
    [Attack("ST-04")]
    [Attack("ST-05")]
    [Attack("ST-06")]
    [Attack("ST-07")]
    [Attack("ST-08")]
    [Attack("ST-09")]
    [Attack("ST-10")]
    [Attack("ST-17")]
    [InlineData("HTTP/1.0", false)]
    [InlineData("HTTP/1.1", false)]
    [InlineData("HTTP/1.1", true)]
    public async Task No_path_leads_outside_and_each_has_its_answer(string version, bool walk)
    {
        using Socket socket = Furnish();
        using FileHandler handler = new(
            LinuxFileTree.Open(_scratch.Site, false, walk), null, new FileHandlerOptions(), TimeProvider.System, false);
        await using FileServing serving = await FileServing.StartAsync(handler);
        byte[] end = Encoding.ASCII.GetBytes($" {version}\r\nHost: a\r\nConnection: close\r\n\r\n");
        var wrong = new List<string>();
        foreach (HostilePaths.Line line in HostilePaths.All)
        {
            RawResponse response = await serving.SendAsync([.. "GET "u8, .. line.Path, .. end]);
            bool isRight = response.Status == line.Status
                && !response.Text.Contains("SECRET", StringComparison.Ordinal)
                && (response.Status != 301 || IsPathOnly(response["Location"]));
            if (!isRight)
            {
                wrong.Add($"{line.Text} gave {response.Status}, expected {line.Status}: {response.Text}");
            }
        }

        Assert.Empty(wrong);
        AssertOnlyTheRootIsOpen();
    }

    [Theory]
    [Attack("ST-07")]
    [Attack("ST-15")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_path_leads_outside_with_everything_switched_on_either(bool triesNames)
    {
        using Socket socket = Furnish(secretsInside: false);
        var options = new FileHandlerOptions
        {
            ListFolders = true,
            ServeHidden = true,
            FollowLinksInsideRoot = true,
            Precompressed = triesNames,
            Extensions = triesNames ? [".txt", ".html"] : [],
            IndexNames = triesNames ? ["link-file", "link-out.html", "secret.txt", "pipe", "index.html"] : ["index.html"],
            Fallback = triesNames ? "link-out.html" : null,
            NotFoundPage = triesNames ? "link-file" : null,
        };
        foreach (string end in (string[])["", ".br", ".gz", ".zst"])
        {
            _scratch.Write($"secret.html{end}", "SECRET");
            _scratch.Write($"secret.txt{end}", "SECRET");
            _scratch.Link($"site/link-out.html{end}", $"../secret.html{end}");
        }

        using FileHandler handler = new(
            LinuxFileTree.Open(_scratch.Site, followLinksInside: true), null, options, TimeProvider.System, false);
        await using FileServing serving = await FileServing.StartAsync(handler);
        byte[] ending = Encoding.ASCII.GetBytes(
            " HTTP/1.0\r\nAccept: text/html\r\nAccept-Encoding: br, zstd, gzip\r\n\r\n");
        var wrong = new List<string>();
        foreach (HostilePaths.Line line in HostilePaths.All)
        {
            RawResponse response = await serving.SendAsync([.. "GET "u8, .. line.Path, .. ending]);

            // The rules of a path do not depend on options, and nothing outside is reached.
            bool isRight = response.Status is 200 or 301 or 400 or 404
                && (line.Status != 400 || response.Status == 400)
                && !response.Text.Contains("SECRET", StringComparison.Ordinal);
            if (!isRight)
            {
                wrong.Add($"{line.Text} gave {response.Status}: {response.Text}");
            }
        }

        Assert.Empty(wrong);
        AssertOnlyTheRootIsOpen();
    }

    [Fact]
    [Attack("ST-08")]
    public void The_rules_of_windows_refuse_what_they_should_before_anything_is_opened()
    {
        var rules = new NameRules(serveHidden: false, windows: true);
        var wrong = new List<string>();
        foreach (HostilePaths.Line line in HostilePaths.All)
        {
            int query = line.Path.AsSpan().IndexOf((byte)'?');
            byte[] path = query < 0 ? [.. line.Path] : line.Path[..query];
            TargetPathRejection rejection = TargetPath.Normalize(path, out int length);
            string verdict = rejection != TargetPathRejection.None ? $"{TargetPath.StatusOf(rejection)}"
                : rules.RefusesPath(path.AsSpan(0, length)) ? "404"
                : "-";
            if (verdict != line.Windows)
            {
                wrong.Add($"{line.Text} gave {verdict}, expected {line.Windows}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    [Attack("ST-08")]
    [Attack("ST-09")]
    public async Task What_the_rules_refuse_is_never_looked_up()
    {
        var tree = new PlannedTree(LookupResult.NotFound);
        using FileHandler handler = new(tree, null, new FileHandlerOptions(), TimeProvider.System, windowsNames: true);
        await using FileServing serving = await FileServing.StartAsync(handler);
        foreach (HostilePaths.Line line in HostilePaths.All.Where(line => line.Windows != "-"))
        {
            RawResponse response = await serving.SendAsync([.. "GET "u8, .. line.Path, .. " HTTP/1.0\r\n\r\n"u8]);
            Assert.Contains(response.Status, (int[])[400, 404]);
        }

        Assert.Equal(0, tree.Lookups);
        await serving.GetAsync("/page.html");
        Assert.Equal(1, tree.Lookups);
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>Every answer has given back the handle it was made from.</summary>
    private void AssertOnlyTheRootIsOpen() => Assert.Equal(1, _scratch.OpenDescriptors());

    private static bool IsPathOnly(string location) =>
        location.StartsWith('/') && !location.StartsWith("//", StringComparison.Ordinal) && !location.Contains('\\');

    /// <summary>The site the corpus was written for.</summary>
    private Socket Furnish(bool secretsInside = true)
    {
        foreach (string path in (string[])
        [
            "index.html", "page.html", "50%.html", "con.html", "%2e%2e", "a/page.html", "a/b/index.html",
            "a/b/page.html", "a/b/c d.html",
        ])
        {
            _scratch.Write("site/" + path);
        }

        _scratch.Write("secret.txt", "SECRET");
        _scratch.Write("site-leak/secret.txt", "SECRET");
        foreach (string path in (string[])
        [
            ".git/config", ".git/HEAD", ".env", ".htaccess", ".htpasswd", "web.config", "a/web.config", "page.html~",
            "page.html.bak", "page.html.old", ".page.html.swp", "#page.html#", "a/.git/config", ".well-known/.secret",
        ])
        {
            _scratch.Write("site/" + path, secretsInside ? "SECRET" : "allowed");
        }

        _scratch.Link("site/link-file", "../secret.txt");
        _scratch.Link("site/link-folder", "..");
        _scratch.Link("site/link-absolute", "/etc");
        _scratch.Link("site/link-loop", "link-loop");
        _scratch.Link("site/link-chain", "link-file");
        _scratch.Link("site/link-inside", "a");
        _scratch.Link("site/link-self", ".");
        _scratch.Link("site/a/link-up", "../..");
        _scratch.Pipe("site/pipe");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_scratch.Site, "socket")));
        return socket;
    }
}
