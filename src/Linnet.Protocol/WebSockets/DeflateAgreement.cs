// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.WebSockets;

/// <summary>What was agreed on about compression.</summary>
/// <param name="ServerWindowBits">How far back what we compress may refer: 2 to the power of this; 15 when nothing was said.</param>
/// <param name="SaysServerWindow">True when the client has asked for it, and is told so.</param>
internal readonly record struct DeflateAgreement(int ServerWindowBits, bool SaysServerWindow);
