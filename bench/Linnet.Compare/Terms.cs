// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Compare;

/// <summary>What all servers are measured under alike.</summary>
/// <param name="Rounds">How often each does each work.</param>
/// <param name="Duration">How long each time.</param>
/// <param name="Connections">Connections that ask at once.</param>
/// <param name="Rate">Requests a second where the rate is fixed.</param>
/// <param name="Idle">Connections that only wait where there are any.</param>
internal sealed record Terms(int Rounds, TimeSpan Duration, int Connections, int Rate, int Idle);
