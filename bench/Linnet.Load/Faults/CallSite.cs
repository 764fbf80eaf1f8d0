// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;

namespace Linnet.Load.Faults;

/// <summary>A place in Linnet's code that calls what can fail.</summary>
/// <param name="Number">Its number in this weaving.</param>
/// <param name="Name">The method it is in, what it calls, and which of several such calls it is: the same after every build.</param>
/// <param name="Failures">How it fails.</param>
internal sealed record CallSite(int Number, string Name, IReadOnlyList<string> Failures);
