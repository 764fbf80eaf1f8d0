// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Messages;

/// <summary>A field to send. Both parts were checked when they were set: a token, and a value without controls.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value, visible ASCII with spaces and tabs.</param>
internal readonly record struct ResponseField(string Name, string Value);
