// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace Linnet.Files;

/// <summary>
/// Lands an upload in a folder that lies in another file system than the place where it was received: copied first, and then named
/// in one step like any other. Waits for the disk, as long as that takes.
/// </summary>
internal static class UploadCopy
{
    private const int BlockBytes = 1024 * 1024;

    /// <summary>Copies and names it; an error number. The original stays, and its caller removes it.</summary>
    public static int Land(StagedFile staged, UploadFolder folder, ReadOnlySpan<byte> terminatedName, bool replaces)
    {
        string hidden = UploadNames.Hidden();
        int error = folder.Create(hidden, out SafeFileHandle? file);
        if (file is null)
        {
            return error;
        }

        using (file)
        {
            error = Copy(staged, file);
            if (error == 0)
            {
                error = folder.MoveHere(folder, hidden, terminatedName, replaces);
            }

            if (error != 0)
            {
                _ = folder.Remove(hidden);
            }
        }

        staged.IsKept &= error != 0;
        return error;
    }

    private static int Copy(StagedFile staged, SafeFileHandle file)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            for (long offset = 0; offset < staged.Length;)
            {
                int read = RandomAccess.Read(staged.Handle, block, offset);
                if (read == 0)
                {
                    break;
                }

                RandomAccess.Write(file, block.AsSpan(0, read), offset);
                offset += read;
            }

            return UploadFolder.FlushFile(file);
        }
        catch (IOException failure)
        {
            return failure.HResult;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
