// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Sockets;

/// <summary>What the host of an <see cref="EndpointAddress"/> is.</summary>
internal enum EndpointKind
{
    /// <summary><c>localhost</c>: the loopback address of both families, without asking DNS.</summary>
    Loopback,

    /// <summary><c>*</c>: every address of this machine, of both families.</summary>
    Any,

    /// <summary>A written IPv4 or IPv6 address.</summary>
    Address,

    /// <summary>A host name: something to connect to, never something to listen on.</summary>
    Name,

    /// <summary><c>unix:/path</c>: a Unix socket that is a file.</summary>
    UnixPath,

    /// <summary><c>unix:@name</c>: a Unix socket in Linux's abstract namespace, no file.</summary>
    UnixAbstract,

    /// <summary><c>inherited:name</c>: listeners that the process was given when it was started.</summary>
    Inherited,
}
