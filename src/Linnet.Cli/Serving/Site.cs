// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

using Linnet.Cli.Settings;
using Linnet.Files;

namespace Linnet.Cli.Serving;

/// <summary>Which files <c>linnet serve</c> serves, and how, from its settings.</summary>
internal static class Site
{
    private static readonly Setting[] OfFolders = [FileSettings.Upload, FileSettings.Zip, FileSettings.Spa, FileSettings.NotFound];

    private static readonly char[] Separators = [',', ' '];

    /// <summary>A handler for the files.</summary>
    /// <exception cref="FormatException">A setting for folders is given, and this is a file.</exception>
    /// <exception cref="IOException">There is no such folder or file, or it may not be read.</exception>
    public static FileHandler Open(SettingValues values)
    {
        string path = values.Text(ServerSettings.Path) ?? ".";
        foreach (Setting setting in OfFolders.Where(setting => values.IsTold(setting) && File.Exists(path)))
        {
            throw new FormatException($"{values.Of(setting).Place} is about folders, and '{Visible.Escape(path)}' is a file.");
        }

        try
        {
            return new FileHandler(path, Options(values));
        }
        catch (FileNotFoundException failure)
        {
            throw new FileNotFoundException(
                $"There is no file or folder '{Visible.Escape(path)}'. Name one that is there, or none to serve the folder "
                + "you are in.",
                failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new UnauthorizedAccessException(
                $"'{Visible.Escape(path)}' may not be read by you. Change its permissions (chmod u+rx), or take another.",
                failure);
        }
        catch (PlatformNotSupportedException failure)
        {
            throw new IOException($"This system cannot do what --follow-symlinks or --upload asks for: {failure.Message}", failure);
        }
    }

    /// <summary>Reads a path that a folder has on the server: with a slash in front, and none at its end.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string ReadBasePath(string text)
    {
        string path = text.TrimEnd('/');
        bool isPlain = path.All(static letter => char.IsAsciiLetterOrDigit(letter) || "-._~/".Contains(letter, StringComparison.Ordinal));
        bool isPath = path.Length == 0 ? text.Length > 0 : path[0] == '/' && isPlain;
        return isPath && !path.Split('/').Skip(1).Any(static part => part is "" or "." or "..")
            ? path
            : throw new FormatException(
                $"'{Visible.Escape(text)}' is no path: write it as /docs, with letters, digits and -._~ between slashes.");
    }

    /// <summary>Reads names of files with commas between.</summary>
    /// <exception cref="FormatException">One is none.</exception>
    public static IReadOnlyList<string> ReadIndexNames(string text) => Checked(() =>
        new FileHandlerOptions { IndexNames = Names(text) }.IndexNames, text, "write names of files, as index.html,index.htm.");

    /// <summary>Reads ends of names with commas between, with or without their dots.</summary>
    /// <exception cref="FormatException">One is none.</exception>
    public static IReadOnlyList<string> ReadExtensions(string text) => Checked(
        () => new FileHandlerOptions { Extensions = [.. Names(text).Select(static name => $".{name.TrimStart('.')}")] }.Extensions,
        text,
        "write ends of names, as html,htm.");

    /// <summary>Reads the path of a page inside the served folder.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string ReadPage(string text) => Checked(
        () => new FileHandlerOptions { Fallback = text }.Fallback ?? "",
        text,
        "write the path of a page inside the served folder, as index.html.");

    /// <summary>Reads the folder below which files may be stored; a dot for everywhere.</summary>
    /// <exception cref="FormatException">It is no folder inside the served one.</exception>
    public static string ReadUploadFolder(string text) => text == "." ? "" : Checked(
        () => new UploadOptions { Below = text }.Below,
        text,
        "write the path of a folder inside the served one, as inbox.");

    private static FileHandlerOptions Options(SettingValues values)
    {
        string? cache = values.Text(FileSettings.Cache);
        bool isSeconds = cache is not (null or "off");
        return new FileHandlerOptions
        {
            Prefix = ReadBasePath(values.Text(ServerSettings.BasePath) ?? "/"),
            ListFolders = !values.IsOn(FileSettings.NoListing),
            ServeHidden = values.IsOn(FileSettings.Hidden),
            FollowLinksInsideRoot = values.IsOn(FileSettings.FollowSymlinks),
            IndexNames = ReadIndexNames(values.Text(FileSettings.Index) ?? ""),
            Extensions = values.Text(FileSettings.Extensions) is { } extensions ? ReadExtensions(extensions) : [],
            Precompressed = !values.IsOn(FileSettings.NoCompress) && !values.IsOn(FileSettings.Watch),
            Fallback = values.Text(FileSettings.Spa),
            NotFoundPage = values.Text(FileSettings.NotFound),

            // Whoever shows a folder changes it: a copy is confirmed at each use, unless told otherwise.
            CacheControl = cache switch
            {
                null => "no-cache",
                "off" => "no-store",
                _ => string.Create(CultureInfo.InvariantCulture, $"max-age={cache}"),
            },
            CacheHashedNames = isSeconds,
            Archives = values.IsOn(FileSettings.Zip),
            Uploads = Uploads(values),
        };
    }

    private static UploadOptions? Uploads(SettingValues values)
    {
        values.Require(
            FileSettings.UploadExists, "is about uploads: add --upload.", FileSettings.Upload);
        values.Require(FileSettings.MaxUpload, "is about uploads: add --upload.", FileSettings.Upload);
        return values.Text(FileSettings.Upload) is not { } folder ? null : new UploadOptions
        {
            Below = ReadUploadFolder(folder),
            MakeFolders = true,
            MaxFileBytes = ByteCount.Parse(values.Text(FileSettings.MaxUpload) ?? ""),
            WhenFileExists = values.Text(FileSettings.UploadExists) switch
            {
                "replace" => ExistingFilePolicy.Replace,
                "number" => ExistingFilePolicy.Number,
                _ => ExistingFilePolicy.Refuse,
            },
        };
    }

    private static string[] Names(string text) =>
        text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static T Checked<T>(Func<T> read, string text, string remedy)
    {
        try
        {
            return text.Trim(Separators).Length > 0 ? read() : throw new ArgumentException("There is nothing.", nameof(text));
        }
        catch (ArgumentException failure)
        {
            throw new FormatException($"'{Visible.Escape(text)}' cannot be used: {remedy}", failure);
        }
    }
}
