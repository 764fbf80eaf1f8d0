// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Files;

/// <summary>
/// Which names are not served although they may exist. Pure: the Windows rules are a switch, not a property
/// of the machine, so that they are tested everywhere.
/// </summary>
internal sealed class NameRules(bool serveHidden, bool windows)
{
    /// <summary>
    /// Whether any segment of a relative path is refused. An empty segment at the end says "folder".
    /// </summary>
    public bool RefusesPath(ReadOnlySpan<byte> path)
    {
        bool first = true;
        while (!path.IsEmpty)
        {
            int slash = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> name = slash < 0 ? path : path[..slash];
            if (Refuses(name, first))
            {
                return true;
            }

            first = false;
            path = slash < 0 ? [] : path[(slash + 1)..];
        }

        return false;
    }

    /// <summary>
    /// Whether a name is refused; <paramref name="atRoot"/> says that it stands directly in the root.
    /// </summary>
    public bool Refuses(ReadOnlySpan<byte> name, bool atRoot) =>
        (windows && WindowsNames.IsTreacherous(name))
        || HiddenNames.IsUnfinished(name)
        || (!serveHidden && HiddenNames.IsHidden(name, atRoot));
}
