// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Cli.Tests;

/// <summary>Keeps what is written to it, and can be read while it is.</summary>
internal sealed class RecordingStream : MemoryStream
{
    private readonly Lock _gate = new();
    private int _read;

    /// <summary>All of it so far.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
            {
                return Encoding.UTF8.GetString(ToArray());
            }
        }
    }

    /// <summary>The next line that is whole.</summary>
    public async Task<string?> ReadLineAsync()
    {
        int end = -1;
        await Eventually.TrueAsync(() => (end = Text.IndexOf('\n', _read)) >= 0);
        string line = Text[_read..end].TrimEnd('\r');
        _read = end + 1;
        return line;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            base.Write(buffer, offset, count);
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_gate)
        {
            base.Write(buffer);
        }
    }
}
