// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Bench.Kestrel;

/// <summary>What /json answers.</summary>
internal readonly record struct Greeting(string Message);
