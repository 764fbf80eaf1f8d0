// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Load.Simulations;

/// <summary>A whole response, as a strict client read it.</summary>
internal sealed record ModelResponse(int Status, int Request, byte[] Body, bool Closes);
