// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Load.Simulations;

/// <summary>What the handler throws when it is asked to.</summary>
internal sealed class DeliberateException() : Exception("Asked for.");
