// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using Linnet.Protocol.Text;

namespace Linnet.Protocol.Messages;

/// <summary>
/// Takes the value of a Cookie field apart, as leniently as clients are with it: RFC 6265 §5.4 lets them send back whatever
/// somebody once set.
/// </summary>
internal static class CookiePairs
{
    /// <summary>Takes the next cookie off the front; false when there is none. What has no name is left out.</summary>
    /// <param name="rest">What is left; the whole value at first.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value as sent, with its quotes if it has some: they belong to it (RFC 6265 §4.1.1).</param>
    public static bool TryRead(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)';');
            ReadOnlySpan<byte> pair = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            int equals = pair.IndexOf((byte)'=');
            name = equals < 0 ? default : Token.Trim(pair[..equals]);
            value = equals < 0 ? default : Token.Trim(pair[(equals + 1)..]);
            if (!name.IsEmpty)
            {
                return true;
            }
        }

        name = default;
        value = default;
        return false;
    }
}
