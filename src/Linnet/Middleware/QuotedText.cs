// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using Linnet.Exchanges;

namespace Linnet.Middleware;

/// <summary>Text as a quoted string (RFC 9110 §5.6.4).</summary>
internal static class QuotedText
{
    /// <summary>Quotes and escapes.</summary>
    /// <exception cref="ArgumentException">It holds a control character or one outside ASCII.</exception>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ResponseHeaders.Check("WWW-Authenticate", text);
        return $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
