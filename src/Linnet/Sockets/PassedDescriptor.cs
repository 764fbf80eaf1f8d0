// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Sockets;

/// <summary>A descriptor that the process was given when it was started.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">What whoever gave it calls it: a name of systemd's, or an address as text.</param>
internal readonly record struct PassedDescriptor(int Number, string Name);
