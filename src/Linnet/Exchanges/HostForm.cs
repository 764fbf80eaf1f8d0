// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Protocol.Messages;

namespace Linnet.Exchanges;

/// <summary>
/// The normal form of <see cref="HostName"/> for the rooms above: of a request's host, and of a host that a program names.
/// </summary>
internal static class HostForm
{
    /// <summary>Characters of the longest form.</summary>
    public const int MaxChars = HostName.MaxChars;

    /// <summary>The form of the host that the client asked for; empty when it names none, or one that has no form.</summary>
    /// <param name="request">The request.</param>
    /// <param name="buffer">Room for <see cref="MaxChars"/>.</param>
    public static ReadOnlySpan<char> Of(HttpRequest request, Span<char> buffer) =>
        HostName.TryNormalise(request.AuthorityBytes, buffer, out int length) ? buffer[..length] : default;

    /// <summary>The form of a host without port that a program names; null when it has none.</summary>
    public static string? Of(string host)
    {
        // A character outside ASCII would become a question mark, which no host holds.
        Span<char> buffer = stackalloc char[MaxChars];
        return HostName.TryNormalise(Encoding.ASCII.GetBytes(host), buffer, out int length)
            ? buffer[..length].ToString()
            : null;
    }
}
