// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;

namespace Linnet.Cli.Serving;

/// <summary>A field that is added to every answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
internal sealed record AddedField(string Name, string Value)
{
    // RFC 9110 §5.6.2: what a token is made of.
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // RFC 9112 §6: what frames a message is the server's, and Date tells the server's own clock.
    private static readonly string[] OfServer =
        ["Connection", "Content-Length", "Date", "Keep-Alive", "Trailer", "Transfer-Encoding", "Upgrade"];

    /// <summary>Reads <c>Name: value</c>.</summary>
    /// <exception cref="FormatException">It is no field, or none that may be added.</exception>
    public static AddedField Parse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string shown = Visible.Escape(text);
        if (colon < 1)
        {
            throw new FormatException($"'{shown}' is no field: write 'Name: value'.");
        }

        string name = text[..colon];
        string value = text[(colon + 1)..].Trim(' ', '\t');
        if (name.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            throw new FormatException(
                $"'{Visible.Escape(name)}' is no name of a field: it has letters, digits and !#$%&'*+-.^_`|~ only.");
        }

        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new FormatException($"The value of {name} holds what cannot be sent: it may have visible ASCII and spaces only.");
        }

        return Array.Exists(OfServer, each => each.Equals(name, StringComparison.OrdinalIgnoreCase))
            ? throw new FormatException($"{name} is written by the server itself, and cannot be set.")
            : new AddedField(name, value);
    }
}
