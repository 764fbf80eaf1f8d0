// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

namespace Linnet.Files;

/// <summary>
/// Names that lie in web folders but are meant for nobody outside: dotfiles (.git, .env, .htpasswd), the
/// configuration of other servers, and the copies editors leave behind, whose source would be shown instead
/// of run.
/// </summary>
internal static class HiddenNames
{
    /// <summary>How the names of what is still being uploaded begin.</summary>
    public const string Unfinished = ".linnet-upload";

    private const string WellKnown = ".well-known";

    private static readonly string[] WholeNames = ["web.config", "thumbs.db", "desktop.ini"];

    // The suffixes scanners ask for first.
    private static readonly string[] Suffixes =
        ["~", ".bak", ".old", ".orig", ".rej", ".save", ".swp", ".swo", ".tmp"];

    /// <summary>
    /// Whether a name is hidden; letter case makes no difference, since some file systems make none.
    /// </summary>
    public static bool IsHidden(ReadOnlySpan<byte> name, bool atRoot)
    {
        if (name.IsEmpty)
        {
            return false;
        }

        if (name[0] == (byte)'.')
        {
            // RFC 8615 §3: well-known resources live under this one name at the root, and exist to be
            // fetched.
            return !(atRoot && name.SequenceEqual(".well-known"u8));
        }

        return IsWholeName(name) || HasBackupSuffix(name) || (name[0] == (byte)'#' && name[^1] == (byte)'#');
    }

    /// <summary>Whether what bears a name is still being uploaded: it is nobody's, whatever an option says.</summary>
    public static bool IsUnfinished(ReadOnlySpan<byte> name) =>
        name.Length >= Unfinished.Length && Ascii.EqualsIgnoreCase(name[..Unfinished.Length], Unfinished);

    /// <summary>
    /// Whether a path below the root begins with <c>.well-known</c>. What lies there speaks for the whole host (RFC 8615 §4.1):
    /// who may put a file there can have a certificate made out to it.
    /// </summary>
    public static bool IsWellKnown(ReadOnlySpan<byte> path) =>
        path.Length >= WellKnown.Length && Ascii.EqualsIgnoreCase(path[..WellKnown.Length], WellKnown);

    private static bool IsWholeName(ReadOnlySpan<byte> name)
    {
        foreach (string whole in WholeNames)
        {
            if (Ascii.EqualsIgnoreCase(name, whole))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasBackupSuffix(ReadOnlySpan<byte> name)
    {
        foreach (string suffix in Suffixes)
        {
            if (name.Length >= suffix.Length && Ascii.EqualsIgnoreCase(name[^suffix.Length..], suffix))
            {
                return true;
            }
        }

        return false;
    }
}
