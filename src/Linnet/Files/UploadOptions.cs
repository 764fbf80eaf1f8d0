// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text;

namespace Linnet.Files;

/// <summary>
/// What may be uploaded to the folder of a <see cref="FileHandler"/>, and how much. The defaults let anybody who reaches the
/// server add files and change none.
/// </summary>
/// <remarks>
/// A body is bounded by <see cref="Limits.MaxRequestBodyBytes"/> too, or by that of the group of routes: raise it for files in one
/// request. What is uploaded in pieces, as the page of a folder does, is not held back by it.
/// </remarks>
public sealed class UploadOptions
{
    private const long Mebibyte = 1024 * 1024;

    private readonly byte[] _below = [];

    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>The folder below which files may be stored, such as <c>inbox</c>; everywhere unless set.</summary>
    /// <exception cref="ArgumentException">It is no path below the root.</exception>
    public string Below
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            string relative = value.Trim('/');
            if (relative.Length > 0)
            {
                FilePath.Check(relative);
            }

            field = relative;
            _below = relative.Length == 0 ? [] : Encoding.UTF8.GetBytes(relative + "/");
        }
    } = "";

    /// <summary>What happens when there is a file of that name; it is refused unless set.</summary>
    public ExistingFilePolicy WhenFileExists { get; init; }

    /// <summary>Makes the folders in a path that are not there yet. Off, such a path is a 404.</summary>
    public bool MakeFolders { get; init; }

    /// <summary>Bytes of one file; 1 GiB. Beyond: 413.</summary>
    public long MaxFileBytes { get; init => field = Within(value, 0, long.MaxValue / 4); } = 1024 * Mebibyte;

    /// <summary>Files of one form; 100. Beyond: 413.</summary>
    public int MaxFilesPerForm { get; init => field = (int)Within(value, 1, 10_000); } = 100;

    /// <summary>Uploads under way at once; 64. Beyond: 503.</summary>
    public int MaxUploads { get; init => field = (int)Within(value, 1, 100_000); } = 64;

    /// <summary>Bytes that stay free in the file system; 100 MiB. An upload that would take them is a 507.</summary>
    public long MinFreeBytes { get; init => field = Within(value, 0, long.MaxValue / 4); } = 100 * Mebibyte;

    /// <summary>Uploads that were cut off and wait to be resumed; 100. Beyond, new ones cannot be resumed. 0 for none.</summary>
    public int MaxPartialUploads { get; init => field = (int)Within(value, 0, 100_000); } = 100;

    /// <summary>
    /// Bytes of all uploads that can be resumed, counted by what they will have, or by <see cref="MaxFileBytes"/> when they do not
    /// say; 10 GiB. Beyond, new ones cannot be resumed.
    /// </summary>
    public long MaxPartialBytes { get; init => field = Within(value, 0, long.MaxValue / 4); } = 10 * 1024 * Mebibyte;

    /// <summary>How long an upload that was cut off is kept after its client was last heard of; a day.</summary>
    public TimeSpan PartialLifetime
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Longest);
            field = value;
        }
    } = TimeSpan.FromDays(1);

    /// <summary>
    /// Pages of which origins may upload, beside this server's own: exactly as browsers write them,
    /// <c>https://app.example.com</c>, or <c>*</c> for all. None unless set: browsers let any page send a form anywhere, with its
    /// visitor's cookies. Who sends neither Origin nor Sec-Fetch-Site is no browser and may.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = [.. value];
        }
    } = [];

    /// <summary>Receives every upload under a name, as where the file system has no files without one.</summary>
    internal bool NamesEverything { get; init; }

    /// <summary>Whether a path below the root is one below which files may be stored.</summary>
    internal bool MayStoreIn(ReadOnlySpan<byte> path) => path.StartsWith(_below);

    private static long Within(long value, long least, long most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return value;
    }
}
