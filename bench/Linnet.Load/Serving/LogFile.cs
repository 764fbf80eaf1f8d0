// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading.Tasks;
using Linnet.Diagnostics;

namespace Linnet.Load.Serving;

/// <summary>An access log in a file that is there already, <c>/dev/full</c> perhaps; none when the file has no name.</summary>
internal sealed class LogFile : IAsyncDisposable
{
    private readonly FileStream? _file;
    private readonly AccessLog? _log;

    /// <summary>Opens it.</summary>
    public LogFile(string path)
    {
        if (path.Length > 0)
        {
            _file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            _log = new AccessLog(_file);
        }
    }

    /// <summary>Where requests go; null when there is no log.</summary>
    public Action<RequestReport>? Write => _log is null ? null : _log.Write;

    /// <summary>How many lines were lost.</summary>
    public long LinesDropped => _log?.LinesDropped ?? 0;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_log is not null && _file is not null)
        {
            await _log.DisposeAsync();
            await _file.DisposeAsync();
        }
    }
}
