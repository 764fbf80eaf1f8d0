// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Cli;

/// <summary>What <c>linnet echo</c> was told besides addresses.</summary>
/// <param name="Backlog">How many clients may wait to be accepted.</param>
/// <param name="BufferBytes">How many bytes to receive at a time.</param>
internal sealed record EchoOptions(int Backlog, int BufferBytes);
