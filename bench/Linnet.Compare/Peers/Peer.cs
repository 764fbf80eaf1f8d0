// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace Linnet.Compare.Peers;

/// <summary>A server that can be measured.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Paths">What it serves; a path ends in a slash where everything below it is served.</param>
/// <param name="Command">How it is started on a port.</param>
internal sealed record Peer(string Name, IReadOnlyList<string> Paths, Func<Ports, ProcessStartInfo> Command)
{
    /// <summary>True when it serves the path.</summary>
    public bool Serves(string path) => Paths.Any(
        own => string.Equals(own, path, StringComparison.Ordinal) || (own.EndsWith('/') && path.StartsWith(own, StringComparison.Ordinal)));
}
