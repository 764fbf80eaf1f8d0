// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Faults;

/// <summary>Servers and clients that pass many call sites, quickly and the same way each time.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="RunAsync">Plays it once.</param>
internal sealed record FaultScene(string Name, Func<FaultEpisode, Task> RunAsync)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<FaultScene> All { get; } =
    [
        new("http", episode => HttpScene.RunAsync(episode, SocketTransport.EventLoop)),
        new("http-sockets", episode => HttpScene.RunAsync(episode, SocketTransport.Sockets)),
        new("middleware", MiddlewareScene.RunAsync),
        new("files", episode => FilesScene.RunAsync(episode, SocketTransport.EventLoop)),
        new("files-sockets", episode => FilesScene.RunAsync(episode, SocketTransport.Sockets)),
        new("uploads", UploadScene.RunAsync),
        new("https", TlsScene.RunAsync),
        new("websockets", WebSocketScene.RunAsync),
        new("transports", TransportScene.RunAsync),
    ];

    /// <summary>The one of that name.</summary>
    public static FaultScene Named(string name) => All.Single(scene => scene.Name == name);
}
