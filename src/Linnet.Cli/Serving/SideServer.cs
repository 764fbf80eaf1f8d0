// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Exchanges;

namespace Linnet.Cli.Serving;

/// <summary>Another address, where something else is answered than the files.</summary>
/// <param name="Address">Where to listen.</param>
/// <param name="Handler">What answers.</param>
internal sealed record SideServer(string Address, HttpHandler Handler);
