// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Fuzz.Differential;

/// <summary>Bytes that several servers are given.</summary>
/// <param name="Row">What they are about: a row of docs/attacks.md.</param>
/// <param name="Name">What is odd about them; no two have the same.</param>
/// <param name="Raw">The bytes, each a Latin-1 character.</param>
internal sealed record Case(string Row, string Name, string Raw);
