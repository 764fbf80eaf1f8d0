// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// A file that is kept open for requests to come: its handle, what it was when it was opened, and the bytes of a small one.
/// The one who keeps it is one user of it; the handle is closed when the last one has released it.
/// </summary>
internal sealed class KeptFile(byte[] path, SafeFileHandle handle, FileStatus status, byte[]? content, long until)
{
    private int _users = 1;

    /// <summary>The handle, for users.</summary>
    public SafeFileHandle Handle => handle;

    /// <summary>What it was when it was opened.</summary>
    public FileStatus Status => status;

    /// <summary>All of its bytes, if they are kept. They outlive the handle.</summary>
    public byte[]? Content => content;

    /// <summary>From which moment of the clock on its path has to be looked up again.</summary>
    public long Until => until;

    /// <summary>Whether it was found under a path.</summary>
    public bool IsAt(ReadOnlySpan<byte> wanted) => wanted.SequenceEqual(path);

    /// <summary>Makes the caller a user, unless there is none any more.</summary>
    public bool TryUse()
    {
        int users = Volatile.Read(ref _users);
        while (users > 0)
        {
            int seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    /// <summary>Ends one use.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            handle.Dispose();
        }
    }
}
