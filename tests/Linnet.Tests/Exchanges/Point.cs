// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Tests.Exchanges;

/// <summary>A small value.</summary>
internal readonly record struct Point(int X, int Y);
