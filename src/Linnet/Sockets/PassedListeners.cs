// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

namespace Linnet.Sockets;

/// <summary>
/// The descriptors that a process was given for one address, as it was written once for the server before: two for
/// <c>localhost</c>, for example. An address that was written twice has two of these, and each is listened on once at a time.
/// </summary>
internal sealed class PassedListeners(string address, IReadOnlyList<int> numbers)
{
    private IReadOnlyList<ListeningSocket> _taken = [];

    /// <summary>The address as text.</summary>
    public string Address => address;

    /// <summary>The numbers of the descriptors.</summary>
    public IReadOnlyList<int> Numbers => numbers;

    /// <summary>Whether it is of that address and nobody listens on it in this process.</summary>
    public bool IsFor(string wanted) =>
        string.Equals(address, wanted, StringComparison.Ordinal) && _taken.All(one => one.IsClosed);

    /// <summary>Listens on copies, which are the caller's; when it closes them, because it could not start, it may come again.</summary>
    /// <exception cref="EndpointException">One of them cannot be listened on.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The process has no descriptor left for a copy.</exception>
    public IReadOnlyList<ListeningSocket> Take(EndpointAddress at) =>
        _taken = InheritedListeners.Open(at, [.. numbers.Select(number => new PassedDescriptor(number, address))]);
}
