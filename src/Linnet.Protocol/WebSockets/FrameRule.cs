// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.WebSockets;

/// <summary>What a rejection means to the client.</summary>
/// <param name="CloseCode">The code in the close frame.</param>
/// <param name="Section">Where the rule stands.</param>
/// <param name="Reason">The reason in the close frame; at most 123 bytes.</param>
internal readonly record struct FrameRule(int CloseCode, string Section, string Reason);
