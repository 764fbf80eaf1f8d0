// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text;

using Linnet.Protocol.Messages;

namespace Linnet.Exchanges;

/// <summary>
/// The trailer fields of a response, for what is known only after its body: a checksum, a status. They are sent with the
/// chunked coding only: not to HTTP/1.0, and not when <see cref="HttpResponse.ContentLength"/> is set. RFC 9110 §6.5.
/// </summary>
public sealed class ResponseTrailers
{
    private readonly HttpResponse _response;

    internal ResponseTrailers(HttpResponse response) => _response = response;

    /// <summary>The value of a trailer. Setting replaces it, null removes it; set before the handler returns.</summary>
    /// <exception cref="ArgumentException">
    /// The name is no token, the value holds a control character or one outside ASCII, or no trailer may have that name:
    /// those that frame, route or authorise.
    /// </exception>
    public string? this[string name]
    {
        get
        {
            int index = IndexOf(name);
            return index < 0 ? null : Fields[index].Value;
        }

        set
        {
            int index = IndexOf(name);
            if (index >= 0)
            {
                Fields.RemoveAt(index);
            }

            if (value is null)
            {
                return;
            }

            ResponseHeaders.Check(name, value);
            if (Protocol.Messages.Trailers.IsForbidden(Encoding.ASCII.GetBytes(name)))
            {
                throw new ArgumentException($"{name} cannot be a trailer (RFC 9110 §6.5.1): set it as a header.", nameof(name));
            }

            Fields.Add(new ResponseField(name, value));
        }
    }

    private List<ResponseField> Fields => _response.Head.Trailers;

    private int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Fields.FindIndex(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }
}
