// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// A file that is being received and is not there yet for anybody: without a name, or with one in the folder of unfinished
/// uploads, where it is locked. Used by one flow; disposing it lets it go, and removes it unless it is kept for resuming.
/// </summary>
internal sealed class StagedFile : IDisposable
{
    private readonly UploadFolder? _home;
    private bool _isDisposed;

    /// <summary>A file without a name.</summary>
    public StagedFile(SafeFileHandle handle)
    {
        Handle = handle;
    }

    /// <summary>A file with a name in a folder, which is disposed with it.</summary>
    public StagedFile(SafeFileHandle handle, UploadFolder home, UploadToken token, long length)
    {
        Handle = handle;
        _home = home;
        Token = token;
        Length = length;
    }

    /// <summary>The open file.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>By which it is named; null for a file without a name.</summary>
    public UploadToken? Token { get; }

    /// <summary>How many bytes have been written.</summary>
    public long Length { get; set; }

    /// <summary>Whether it stays when it is let go of without having landed.</summary>
    public bool IsKept { get; set; }

    /// <summary>Whether it is where it belongs.</summary>
    public bool HasLanded { get; private set; }

    /// <summary>
    /// How many bytes would still fit beside it while so many stay free: what the file system has left for such as this process.
    /// </summary>
    public long FreeBytes => new DriveInfo(string.Create(null, $"/proc/self/fd/{Handle.DangerousGetHandle()}")).AvailableFreeSpace;

    /// <summary>Gives it a name in a folder, at once and whole; an error number.</summary>
    public int Land(UploadFolder folder, ReadOnlySpan<byte> terminatedName, bool replaces)
    {
        int result = Move(folder, terminatedName, replaces);
        HasLanded = result == 0;
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (_home is not null && Token is not null && !IsKept && !HasLanded)
        {
            _ = _home.Remove(Token.Text);
        }

        UploadFolder.Unlock(Handle);
        _home?.Dispose();
    }

    /// <summary>The same off the event loop: to close a large file that nobody wants takes the disk a while.</summary>
    public async ValueTask LetGoAsync()
    {
        if (Thread.CurrentThread.IsThreadPoolThread)
        {
            Dispose();
        }
        else
        {
            await Task.Run(Dispose, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private int Move(UploadFolder folder, ReadOnlySpan<byte> terminatedName, bool replaces)
    {
        if (_home is null || Token is null)
        {
            return replaces ? LinkOver(folder, terminatedName) : folder.Link(Handle, terminatedName);
        }

        int result = folder.MoveHere(_home, Token.Text, terminatedName, replaces);
        if (result is not UnixErrors.NotValid || replaces)
        {
            return result;
        }

        // A file system that cannot keep what exists while renaming (NFS) has links, which do.
        result = folder.Link(Handle, terminatedName);
        return result == 0 ? _home.Remove(Token.Text) : result;
    }

    /// <summary>A link replaces nothing, a rename does: a name that nobody sees stands between the two.</summary>
    private int LinkOver(UploadFolder folder, ReadOnlySpan<byte> terminatedName)
    {
        string hidden = UploadNames.Hidden();
        int result = folder.Link(Handle, UploadNames.Terminated(hidden));
        if (result != 0)
        {
            return result;
        }

        result = folder.MoveHere(folder, hidden, terminatedName, replaces: true);
        if (result != 0)
        {
            _ = folder.Remove(hidden);
        }

        return result;
    }
}
