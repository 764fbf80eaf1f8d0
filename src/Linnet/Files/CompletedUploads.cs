// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Threading;

namespace Linnet.Files;

/// <summary>
/// The uploads that have landed last, for clients that were cut off before they were told so. In memory and bounded: after a
/// restart, such a client asks for the file.
/// </summary>
internal sealed class CompletedUploads
{
    private const int Most = 1024;

    private readonly Dictionary<string, (string Location, long Length)> _known = [];
    private readonly Queue<string> _order = [];
    private readonly Lock _lock = new();

    /// <summary>Remembers one.</summary>
    public void Add(UploadToken token, string location, long length)
    {
        lock (_lock)
        {
            if (_known.TryAdd(token.Text, (location, length)))
            {
                _order.Enqueue(token.Text);
            }

            if (_order.Count > Most)
            {
                _ = _known.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>Where one has landed, and how long it is.</summary>
    public bool TryFind(UploadToken token, out string location, out long length)
    {
        lock (_lock)
        {
            bool isKnown = _known.TryGetValue(token.Text, out (string Location, long Length) found);
            (location, length) = found;
            return isKnown;
        }
    }
}
