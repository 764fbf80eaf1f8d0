// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Net;

namespace Linnet.Protocol.Proxy;

/// <summary>What a PROXY header says.</summary>
/// <param name="Length">How many bytes it has; what follows is the connection's content.</param>
/// <param name="Origin">On whose behalf the connection was made.</param>
/// <param name="Source">The client's end, when <paramref name="Origin"/> is <see cref="ProxyOrigin.Client"/>.</param>
/// <param name="Destination">The end that the client connected to, likewise.</param>
internal readonly record struct ProxyHeader(
    int Length, ProxyOrigin Origin, IPEndPoint? Source = null, IPEndPoint? Destination = null);
