// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;

using Linnet.Protocol.Messages;
using Linnet.Protocol.Text;

namespace Linnet.Exchanges;

/// <summary>
/// The header fields of a response. What is set is checked at once, so that nothing a handler passes on can end a field
/// early. The fields that frame a message are not set here: the server writes them.
/// </summary>
public sealed class ResponseHeaders
{
    private readonly HttpResponse _response;

    internal ResponseHeaders(HttpResponse response) => _response = response;

    /// <summary>The value of a field: the first, when there are several. Setting replaces them all; null removes them.</summary>
    /// <exception cref="ArgumentException">
    /// The name is no token, the value holds a control character or one outside ASCII, or the field is one of the
    /// server's: Transfer-Encoding, and Connection with anything but <c>close</c>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The head has gone, or the exchange has ended.</exception>
    public string? this[string name]
    {
        get
        {
            int index = IndexOf(name, 0);
            return index < 0 ? OfServer(name) : _response.Head.Fields[index].Value;
        }

        set
        {
            ArgumentNullException.ThrowIfNull(name);
            ResponseHead head = _response.OpenHead;
            if (value is not null)
            {
                Check(name, value);
            }

            if (!IsOfServer(head, name, value))
            {
                Replace(head, name, value);
            }
        }
    }

    /// <summary>Cache-Control: how long and by whom the response may be kept. Null removes it (RFC 9111 §5.2).</summary>
    /// <exception cref="ArgumentException">The value holds a control character or one outside ASCII.</exception>
    /// <exception cref="InvalidOperationException">The head has gone, or the exchange has ended.</exception>
    public string? CacheControl
    {
        get => this["Cache-Control"];
        set => this["Cache-Control"] = value;
    }

    /// <summary>ETag: which version this is, with its quotes: <c>"v1"</c>, or <c>W/"v1"</c> for a weak one (RFC 9110 §8.8.3).</summary>
    /// <exception cref="ArgumentException">It is not in quotes, or holds what a tag cannot.</exception>
    /// <exception cref="InvalidOperationException">The head has gone, or the exchange has ended.</exception>
    public string? ETag
    {
        get => this["ETag"];
        set => this["ETag"] = value is null || TypedFields.IsEntityTag(value)
            ? value
            : throw new ArgumentException($"An ETag is written in quotes: \"v1\" or W/\"v1\", and not {value}.", nameof(value));
    }

    /// <summary>Last-Modified: when this was changed last, to the second (RFC 9110 §8.8.2); null when it is none or no date.</summary>
    /// <exception cref="InvalidOperationException">The head has gone, or the exchange has ended.</exception>
    public DateTimeOffset? LastModified
    {
        get => TypedFields.ToDate(this["Last-Modified"], _response.UtcNow);
        set => this["Last-Modified"] = value is { } date ? HttpDate.Format(date) : null;
    }

    /// <summary>
    /// Location: where the client is sent, or what was made (RFC 9110 §10.2.2). What a URI cannot hold is percent-encoded.
    /// </summary>
    /// <exception cref="ArgumentException">It is empty, or holds a control character.</exception>
    /// <exception cref="InvalidOperationException">The head has gone, or the exchange has ended.</exception>
    public string? Location
    {
        get => this["Location"];
        set => this["Location"] = value is null ? null : LocationText.Of(value);
    }

    /// <summary>Retry-After: when to ask again, in whole seconds, rounded up (RFC 9110 §10.2.3); null when it is none, or a date.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    /// <exception cref="InvalidOperationException">The head has gone, or the exchange has ended.</exception>
    public TimeSpan? RetryAfter
    {
        get => TypedFields.ToSeconds(this["Retry-After"]);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? TimeSpan.Zero, TimeSpan.Zero, nameof(value));
            this["Retry-After"] = value is { } wait
                ? Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)
                : null;
        }
    }

    /// <summary>
    /// Adds the name of a request field to Vary, unless it is there: what the response depends on, so that caches keep one for
    /// each (RFC 9110 §12.5.5).
    /// </summary>
    /// <exception cref="ArgumentException">The name is no token.</exception>
    /// <exception cref="InvalidOperationException">The head has gone, or the exchange has ended.</exception>
    public void AddVary(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        List<ResponseField> fields = _response.OpenHead.Fields;
        if (!Token.IsToken(name))
        {
            throw new ArgumentException("Vary names fields of the request, one by one (RFC 9110 §12.5.5).", nameof(name));
        }

        int last = -1;
        for (int index = IndexOf("Vary", 0); index >= 0; index = IndexOf("Vary", index + 1))
        {
            if (TypedFields.Lists(fields[index].Value, name))
            {
                return;
            }

            last = index;
        }

        if (last < 0)
        {
            fields.Add(new ResponseField("Vary", name));
        }
        else
        {
            // One line is what every cache understands.
            fields[last] = new ResponseField("Vary", $"{fields[last].Value}, {name}");
        }
    }

    /// <summary>
    /// Sets Content-Disposition: the body is to be saved, under a name (RFC 6266). Any name can be said; clients take only its
    /// last part for the name of a file.
    /// </summary>
    /// <param name="fileName">The name, as people read it: it is encoded here.</param>
    /// <exception cref="ArgumentException">The name is empty, or holds a control character.</exception>
    /// <exception cref="InvalidOperationException">The head has gone, or the exchange has ended.</exception>
    public void SetAttachment(string fileName) =>
        this["Content-Disposition"] = $"attachment; {TypedFields.FileNameParameters(fileName)}";

    /// <summary>Adds a field line beside those of the same name, as Set-Cookie needs.</summary>
    /// <exception cref="ArgumentException">As for setting.</exception>
    /// <exception cref="InvalidOperationException">The head has gone, or the exchange has ended.</exception>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        ResponseHead head = _response.OpenHead;
        Check(name, value);
        if (!IsOfServer(head, name, value))
        {
            head.Fields.Add(new ResponseField(name, value));
        }
    }

    /// <summary>Sets a field that is none of the server's, of which both parts have been checked before.</summary>
    internal void SetChecked(string name, string value) => Replace(_response.OpenHead, name, value);

    internal static void Check(string name, string value)
    {
        if (!Token.IsToken(name))
        {
            throw new ArgumentException(
                "A field name must be a token (RFC 9110 §5.1): letters, digits and !#$%&'*+-.^_`|~.", nameof(name));
        }

        // RFC 9110 §5.5: CR, LF and NUL in a value end it, and what follows becomes a field of somebody else's choice.
        if (!Token.IsSendableFieldValue(value))
        {
            throw new ArgumentException(
                $"The value of {name} holds a control character or one outside ASCII (RFC 9110 §5.5). Remove it, or "
                + "encode it as the field's own definition says.",
                nameof(value));
        }
    }

    private void Replace(ResponseHead head, string name, string? value)
    {
        int index = IndexOf(name, 0);
        if (value is not null && index >= 0)
        {
            head.Fields[index++] = new ResponseField(name, value);
            index = IndexOf(name, index);
        }
        else if (value is not null)
        {
            head.Fields.Add(new ResponseField(name, value));
        }

        for (; index >= 0; index = IndexOf(name, index))
        {
            head.Fields.RemoveAt(index);
        }
    }

    /// <summary>What was set of the fields that the server writes.</summary>
    private string? OfServer(string name)
    {
        if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
        {
            return _response.Head.ContentLength?.ToString(CultureInfo.InvariantCulture);
        }

        return _response.Head.Close && name.Equals("Connection", StringComparison.OrdinalIgnoreCase) ? "close" : null;
    }

    private static bool IsOfServer(ResponseHead head, string name, string? value)
    {
        if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
        {
            head.ContentLength = value is null ? null : ParseLength(value);
            return true;
        }

        if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                "The server frames the response (RFC 9112 §6): set ContentLength, or nothing.", nameof(name));
        }

        if (name.Equals("Connection", StringComparison.OrdinalIgnoreCase))
        {
            // RFC 9112 §9.6: the one option that is a handler's to give.
            head.Close = value is null || value.Trim().Equals("close", StringComparison.OrdinalIgnoreCase)
                ? value is not null
                : throw new ArgumentException("Connection can only be set to close.", nameof(value));
            return true;
        }

        head.HasDate = name.Equals("Date", StringComparison.OrdinalIgnoreCase) ? value is not null : head.HasDate;
        return false;
    }

    private static long ParseLength(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            ? length
            : throw new ArgumentException("Content-Length must be a decimal number (RFC 9110 §8.6).", nameof(value));

    private int IndexOf(string name, int from)
    {
        ArgumentNullException.ThrowIfNull(name);
        List<ResponseField> fields = _response.Head.Fields;
        for (int index = from; index < fields.Count; index++)
        {
            if (fields[index].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        return -1;
    }
}
