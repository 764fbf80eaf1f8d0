// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Cli.Welcome;

/// <summary>The two ends of a connection as one layer below HTTP sees them.</summary>
/// <param name="Name">What the layer speaks: IPv4, TCP.</param>
/// <param name="Visitor">The visitor's end.</param>
/// <param name="Server">This server's end.</param>
/// <param name="Words">What that means, for somebody who sees it for the first time.</param>
internal sealed record Layer(string Name, string Visitor, string Server, string Words);
