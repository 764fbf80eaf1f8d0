// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;

namespace Linnet.Cli.Access;

/// <summary>
/// Who may do what below a path: <c>user:password@/path:rw</c>. Without a user it is for everybody. Without a path it is for all; without
/// <c>:r</c> or <c>:rw</c> a user may write, and everybody may read.
/// </summary>
/// <param name="User">The name; empty for everybody.</param>
/// <param name="Password">The password, or its hash; empty for everybody.</param>
/// <param name="Path">The path, with a slash in front and none at its end: empty for all.</param>
/// <param name="MayWrite">True when it may be changed as well.</param>
internal sealed record AccessRule(string User, string Password, string Path, bool MayWrite)
{
    private const string Remedy = "write it as user:password@/path:rw, or @/path:r for everybody.";

    // Hashes that others make, which must not be taken for passwords.
    private static readonly string[] OtherHashes = ["$2a$", "$2b$", "$2y$", "$5$", "$6$", "$7$", "$y$", "$argon2", "$apr1$", "$scrypt$"];

    /// <summary>True when the password is kept as a hash.</summary>
    public bool IsHashed => Password.StartsWith(PasswordHash.Prefix, StringComparison.Ordinal);

    /// <summary>Reads a rule. What it complains of has no password in it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static AccessRule Parse(string text)
    {
        int at = text.LastIndexOf("@/", StringComparison.Ordinal);
        string credentials = at < 0 ? text : text[..at];
        string path = at < 0 ? "" : text[(at + 1)..];
        string rights = path.EndsWith(":rw", StringComparison.Ordinal) ? ":rw"
            : path.EndsWith(":r", StringComparison.Ordinal) ? ":r" : "";
        path = path[..^rights.Length].TrimEnd('/');
        if (path.Split('/').Skip(1).Any(static part => part is "" or "." or "..") || path.Any(char.IsControl))
        {
            throw new FormatException($"the path of a rule is none: {Remedy}");
        }

        if (credentials.Length == 0 && at == 0)
        {
            return new AccessRule("", "", path, rights == ":rw");
        }

        int colon = credentials.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == credentials.Length - 1 || credentials.Any(char.IsControl))
        {
            throw new FormatException($"a rule is none: {Remedy}");
        }

        AccessRule rule = new(credentials[..colon], credentials[(colon + 1)..], path, rights != ":r");
        rule.CheckPassword();
        return rule;
    }

    /// <summary>The rule as it may be shown.</summary>
    public static string Hide(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        int at = text.LastIndexOf("@/", StringComparison.Ordinal);
        return colon < 0 || (at >= 0 && colon > at) ? text : $"{text[..colon]}:***{(at < 0 ? "" : text[at..])}";
    }

    /// <summary>True when a path is its own, or below.</summary>
    public bool Covers(string path) =>
        path.StartsWith(Path, NameComparison) && (path.Length == Path.Length || path[Path.Length] == '/');

    // Where the system does not tell a large letter from a small one, neither may a rule.
    private static StringComparison NameComparison =>
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    private void CheckPassword()
    {
        if (IsHashed)
        {
            PasswordHash.Parse(Password);
        }
        else if (Array.Exists(OtherHashes, prefix => Password.StartsWith(prefix, StringComparison.Ordinal)))
        {
            throw new FormatException(
                $"the password of {Visible.Escape(User)} looks like a hash that is not known here: 'linnet hash' makes one that is.");
        }
    }
}
