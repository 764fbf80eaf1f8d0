// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using System.Text;

using Linnet.Protocol.Messages;

namespace Linnet.Connections;

/// <summary>
/// The hosts that a server answers for, compared in the normal form of <see cref="HostName"/>. A page that has had its own
/// name resolved to this server's address, to read what only this machine may read, asks for a host that is not here.
/// </summary>
internal sealed class HostFilter
{
    private const string AnyLabel = "*.";

    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _names;
    private readonly string[] _suffixes;

    /// <summary>A filter for hosts such as <c>example.com</c>, <c>[::1]</c>, and <c>*.example.com</c> for all below.</summary>
    /// <exception cref="FormatException">A host is not valid.</exception>
    public HostFilter(IEnumerable<string> hosts)
    {
        ILookup<bool, string> byKind = hosts.ToLookup(host => host.StartsWith(AnyLabel, StringComparison.Ordinal));
        _names = byKind[false].Select(Normalise).ToFrozenSet().GetAlternateLookup<ReadOnlySpan<char>>();
        _suffixes = [.. byKind[true].Select(host => "." + Normalise(host[AnyLabel.Length..]))];
    }

    /// <summary>True when a request for the authority, which is valid or empty, is one for this server.</summary>
    public bool Allows(ReadOnlySpan<byte> authority)
    {
        // RFC 9112 §3.2: only HTTP/1.0 may name no host, and no browser does: there is no wrong name to answer to.
        if (authority.IsEmpty)
        {
            return true;
        }

        Span<char> buffer = stackalloc char[HostName.MaxChars];
        if (!HostName.TryNormalise(authority, buffer, out int length))
        {
            return false;
        }

        ReadOnlySpan<char> host = buffer[..length];
        if (_names.Contains(host))
        {
            return true;
        }

        foreach (string suffix in _suffixes)
        {
            if (host.EndsWith(suffix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string Normalise(string host)
    {
        Span<char> buffer = stackalloc char[HostName.MaxChars];
        return HostName.TryNormalise(Encoding.ASCII.GetBytes(host), buffer, out int length)
            ? buffer[..length].ToString()
            : throw new FormatException(
                $"'{host}' is not a host to allow. Write example.com, *.example.com, 127.0.0.1 or [::1].");
    }
}
