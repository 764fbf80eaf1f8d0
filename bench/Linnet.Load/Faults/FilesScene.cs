// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Linnet.Files;
using Linnet.Sockets;

namespace Linnet.Load.Faults;

/// <summary>A folder that is served: files small and large, ranges, listings, archives, links.</summary>
internal static class FilesScene
{
    /// <summary>Plays it.</summary>
    public static async Task RunAsync(FaultEpisode episode, SocketTransport transport)
    {
        FileHandler? files = null;
        FaultFolder folder = episode.Folder;
        FileHandlerOptions options = new()
        {
            ListFolders = true,
            Archives = true,
            Precompressed = true,
            FollowLinksInsideRoot = true,
            Prefix = "/site",
            NotFoundPage = "small.txt",
        };
        if (!await episode.TryAsync(() => Task.FromResult(files = new FileHandler(folder.Site, options))))
        {
            return;
        }

        using (files)
        {
            await episode.ServeAsync(
                () => new HttpServer("http://127.0.0.1:0", files!.HandleAsync) { Options = episode.Options(transport) },
                server => UseAsync(episode, server.BoundEndPoints[0]));
        }
    }

    private static async Task UseAsync(FaultEpisode episode, EndPoint server)
    {
        FaultFolder folder = episode.Folder;
        await episode.TalkAsync(server, false, async client =>
        {
            if (await AskAsync(episode, client, "/small.txt", FaultFolder.Small)
                && await AskAsync(episode, client, "/link.txt", FaultFolder.Small)
                && await AskAsync(episode, client, "/small.txt", FaultFolder.Small)
                && await AskAsync(episode, client, "/page/", "<p>page</p>"))
            {
                await AskAsync(episode, client, "/absent.txt", FaultFolder.Small, 404);
                await AskAsync(episode, client, "/" + new string('a', 2000), FaultFolder.Small, 404);
                await AskAsync(episode, client, "/folder/?name=back%5Cslash.txt", "odd");
            }
        });
        await episode.TalkAsync(server, false, client => AskAsync(episode, client, "/large.txt", folder.Large));
        await episode.TalkAsync(server, false, async client =>
        {
            await client.SendAsync("GET /site/large.txt HTTP/1.1\r\nHost: h\r\nRange: bytes=5-9\r\n\r\n");
            if (episode.Expect(await client.ReadAsync(), 206, "xxxxx"))
            {
                await client.SendAsync("GET /site/large.txt HTTP/1.1\r\nHost: h\r\nRange: bytes=5-9,20-21\r\n\r\n");
                episode.Expect(await client.ReadAsync(), 206);
            }
        });
        await episode.TalkAsync(server, false, async client =>
        {
            await client.SendAsync("GET /site/style.css HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n");
            episode.Expect(await client.ReadAsync(), 200);
        });
        await episode.TalkAsync(server, false, client => ListAsync(episode, client));
        await episode.TalkAsync(server, false, client => ArchiveAsync(episode, client, "zip"));
        await episode.TalkAsync(server, false, client => ArchiveAsync(episode, client, "tar.gz"));
        await episode.TalkAsync(server, false, async client =>
        {
            await client.SendAsync("GET /site/folder/?zip&name=two.txt HTTP/1.1\r\nHost: h\r\n\r\n");
            episode.Expect(await client.ReadAsync(), 200);
        });
        await WalkAsync(episode);
    }

    private static Task<bool> AskAsync(FaultEpisode episode, FaultClient client, string path, string? body, int status = 200) =>
        HttpScene.AskAsync(episode, client, $"GET /site{path} HTTP/1.1\r\nHost: h\r\n\r\n", body, status);

    /// <summary>One file that is served alone, and the way of kernels that have no openat2.</summary>
    private static async Task WalkAsync(FaultEpisode episode)
    {
        await episode.TryAsync(() =>
        {
            Walk(episode);
            return Task.CompletedTask;
        });
    }

    private static void Walk(FaultEpisode episode)
    {
        using FileHandler alone = new(Path.Combine(episode.Folder.Site, "small.txt"));
        using LinuxFileTree tree = LinuxFileTree.Open(episode.Folder.Site, followLinksInside: false, walk: true);
        LookupResult result = tree.Open([.. "folder/deeper/three.txt\0"u8], readUpTo: 100, out OpenedFile opened);
        using OpenedFile file = opened;
        if (result != LookupResult.Found)
        {
            throw new IOException($"The file is {result}.");
        }
    }

    private static async Task ListAsync(FaultEpisode episode, FaultClient client)
    {
        string[] names = ["one.txt", "two.txt", "README.md", "deeper"];
        foreach (string accept in (string[])["text/html", "application/json", "text/plain"])
        {
            await client.SendAsync($"GET /site/folder/ HTTP/1.1\r\nHost: h\r\nAccept: {accept}\r\n\r\n");
            FaultResponse answer = await client.ReadAsync();
            if (!episode.Expect(answer, 200))
            {
                return;
            }

            foreach (string name in names)
            {
                episode.Expect(answer.Text.Contains(name, System.StringComparison.Ordinal), $"a listing has no {name}: {accept}");
            }
        }

        await AskAsync(episode, client, "/folder", null, 301);
        await client.SendAsync("GET /site/small.txt HTTP/1.1\r\nHost: h\r\nIf-None-Match: \"a\"\r\nIf-None-Match: \"b\"\r\n\r\n");
        episode.Expect(await client.ReadAsync(), 200, FaultFolder.Small);
    }

    private static async Task ArchiveAsync(FaultEpisode episode, FaultClient client, string kind)
    {
        await client.SendAsync($"GET /site/folder/?{kind} HTTP/1.1\r\nHost: h\r\n\r\n");
        FaultResponse answer = await client.ReadAsync();
        if (!episode.Expect(answer, 200) || kind != "zip")
        {
            return;
        }

        using MemoryStream bytes = new(answer.Body);
        await using ZipArchive archive = new(bytes);
        string[] expected = ["README.md", "deeper/three.txt", "one.txt", "two.txt"];
        string[] found = [.. archive.Entries.Where(entry => entry.Name.Length > 0).Select(entry => entry.FullName)];
        episode.Expect(
            expected.All(name => found.Any(one => one.EndsWith(name, System.StringComparison.Ordinal))),
            $"a whole archive has only {string.Join(", ", found)}");
    }
}
