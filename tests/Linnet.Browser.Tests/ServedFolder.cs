// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Threading.Tasks;
using Linnet.Files;

namespace Linnet.Browser.Tests;

/// <summary>A new folder, served on a free port of loopback and removed afterwards.</summary>
public sealed class ServedFolder : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _ranges = new();
    private readonly FileHandler _handler;
    private readonly HttpServer _server;

    private ServedFolder(FileHandlerOptions options)
    {
        Folder = Directory.CreateTempSubdirectory("linnet-browser-").FullName;
        _handler = new FileHandler(Folder, options);
        _server = new HttpServer("http://127.0.0.1:0", exchange =>
        {
            if (exchange.Request.Headers["Range"] is { } range)
            {
                _ranges.Enqueue(range);
            }

            return _handler.HandleAsync(exchange);
        });
    }

    /// <summary>Where it is on the disk.</summary>
    public string Folder { get; }

    /// <summary>Where it is served.</summary>
    public string Address => $"http://{(IPEndPoint)_server.BoundEndPoints[0]}/";

    /// <summary>The ranges that have been asked for.</summary>
    public IReadOnlyCollection<string> Ranges => _ranges;

    public static async Task<ServedFolder> StartAsync(FileHandlerOptions options)
    {
        ServedFolder served = new(options);
        await served._server.StartAsync(default);
        return served;
    }

    /// <summary>Writes a file, and the folders it is in.</summary>
    public string Write(string path, string content)
    {
        string full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        File.SetLastWriteTimeUtc(full, new DateTime(2026, 3, 14, 9, 26, 53, DateTimeKind.Utc));
        return full;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _handler.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
