// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Threading.Tasks;
using Linnet.Files;
using Linnet.Sockets;

namespace Linnet.Load.Faults;

/// <summary>A folder that takes files: whole, in a form, in pieces, in place of another.</summary>
internal static class UploadScene
{
    private static readonly string Content = new('u', 300_000);

    /// <summary>Plays it.</summary>
    public static async Task RunAsync(FaultEpisode episode)
    {
        await RunAsync(episode, ExistingFilePolicy.Replace, static (episode, server) => UseAsync(episode, server));
        await RunAsync(episode, ExistingFilePolicy.Number, static (episode, server) => NumberAsync(episode, server));
    }

    private static async Task RunAsync(
        FaultEpisode episode, ExistingFilePolicy policy, Func<FaultEpisode, EndPoint, Task> clients)
    {
        string box = episode.Folder.Next();
        FileHandler? files = null;
        FileHandlerOptions options = new()
        {
            ListFolders = true,
            Uploads = new UploadOptions { MakeFolders = true, WhenFileExists = policy },
        };
        if (!await episode.TryAsync(() => Task.FromResult(files = new FileHandler(box, options))))
        {
            return;
        }

        using (files)
        {
            await episode.ServeAsync(
                () => new HttpServer("http://127.0.0.1:0", files!.HandleAsync)
                {
                    Options = episode.Options(SocketTransport.EventLoop),
                },
                server => clients(episode, server.BoundEndPoints[0]));
        }

        // Under its name a file is whole, and what is hidden is an upload that can go on.
        foreach (string path in Directory.EnumerateFiles(box, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(box, path);
            bool isPartial = name.StartsWith(".linnet-uploads", StringComparison.Ordinal);
            episode.Expect(isPartial || await File.ReadAllTextAsync(path) == Content, $"{name} is not whole");
            episode.Expect(isPartial || !Path.GetFileName(name).StartsWith('.'), $"{name} is left");
        }

        Directory.Delete(box, recursive: true);
    }

    private static async Task UseAsync(FaultEpisode episode, EndPoint server)
    {
        string length = Content.Length.ToString(CultureInfo.InvariantCulture);
        await episode.TalkAsync(server, false, async client =>
        {
            string put = $"PUT /a.txt HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n{Content}";
            if (await HttpScene.AskAsync(episode, client, put, null, 201)
                && await HttpScene.AskAsync(episode, client, put, null, 204))
            {
                await HttpScene.AskAsync(episode, client, "GET /a.txt HTTP/1.1\r\nHost: h\r\n\r\n", Content);
            }
        });
        await episode.TalkAsync(server, false, client => HttpScene.AskAsync(
            episode,
            client,
            $"PUT /made/deep/b.txt HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n{Content}",
            null,
            201));
        await episode.TalkAsync(server, false, client => SendFormAsync(episode, client));
        await episode.TalkAsync(server, false, client => ResumeAsync(episode, client));
    }

    /// <summary>The same name again and again, a name that is too long, and an upload that is given up.</summary>
    private static async Task NumberAsync(FaultEpisode episode, EndPoint server)
    {
        string body = string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Content.Length}\r\n\r\n{Content}");
        foreach (string name in (string[])["n.txt", "n.txt", new('l', 300)])
        {
            await episode.TalkAsync(server, false, client =>
                HttpScene.AskAsync(episode, client, $"POST /?name={name} HTTP/1.1\r\nHost: h\r\n{body}", null, 201));
        }

        await episode.TalkAsync(server, false, async client =>
        {
            await client.SendAsync("PUT /d.txt HTTP/1.1\r\nHost: h\r\nUpload-Complete: ?0\r\nContent-Length: 1\r\n\r\nd");
            FaultResponse begun = await client.ReadAsync();
            if (episode.Expect(begun, 201))
            {
                await HttpScene.AskAsync(episode, client, $"DELETE {begun.Fields["Location"]} HTTP/1.1\r\nHost: h\r\n\r\n", null, 204);
            }
        });
    }

    private static async Task SendFormAsync(FaultEpisode episode, FaultClient client)
    {
        string form = $"--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"form.txt\"\r\n\r\n{Content}\r\n--b--\r\n";
        await client.SendAsync(
            "POST / HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                + string.Create(CultureInfo.InvariantCulture, $"Content-Length: {form.Length}\r\n\r\n{form}"));
        FaultResponse answer = await client.ReadAsync();
        if (answer.Text.Contains("\"status\":5", StringComparison.Ordinal))
        {
            // The answer to a form speaks of each file.
            episode.Suffer(answer.Text);
            return;
        }

        episode.Expect(answer, answer.Status is 200 or 201 ? answer.Status : 201);
    }

    private static async Task ResumeAsync(FaultEpisode episode, FaultClient client)
    {
        string half = Content[..(Content.Length / 2)];
        string length = half.Length.ToString(CultureInfo.InvariantCulture);
        await client.SendAsync(
            "PUT /c.txt HTTP/1.1\r\nHost: h\r\nUpload-Complete: ?0\r\n"
                + string.Create(CultureInfo.InvariantCulture, $"Upload-Length: {Content.Length}\r\n")
                + $"Content-Length: {length}\r\n\r\n{half}");
        FaultResponse begun = await client.ReadAsync();
        if (!episode.Expect(begun, 201))
        {
            return;
        }

        string address = begun.Fields["Location"];
        await client.SendAsync($"HEAD {address} HTTP/1.1\r\nHost: h\r\n\r\n");
        FaultResponse state = await client.ReadAsync(isHead: true);
        if (!episode.Expect(state, 204))
        {
            return;
        }

        episode.Expect(state.Fields["Upload-Offset"] == length, $"an upload has {state.Fields["Upload-Offset"]} bytes");
        await client.SendAsync(
            $"PATCH {address} HTTP/1.1\r\nHost: h\r\nUpload-Complete: ?1\r\nUpload-Offset: {length}\r\n"
                + "Content-Type: application/partial-upload\r\n"
                + $"Content-Length: {length}\r\n\r\n{half}");
        episode.Expect(await client.ReadAsync(), 201);
    }
}
