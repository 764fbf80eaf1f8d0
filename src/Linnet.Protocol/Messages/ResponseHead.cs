// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;

namespace Linnet.Protocol.Messages;

/// <summary>A response head as its handler wants it, before a protocol writes it. Owned by one request at a time.</summary>
internal sealed class ResponseHead
{
    /// <summary>The status code.</summary>
    public int Status { get; set; } = 200;

    /// <summary>The length the handler promised, if it did.</summary>
    public long? ContentLength { get; set; }

    /// <summary>True when the handler wants the connection closed afterwards.</summary>
    public bool Close { get; set; }

    /// <summary>The fields to send, checked when they were set; not the ones that frame the message.</summary>
    public List<ResponseField> Fields { get; } = [];

    /// <summary>The fields to send after the body, checked when they were set.</summary>
    public List<ResponseField> Trailers { get; } = [];

    /// <summary>True when the handler has set a Date of its own.</summary>
    public bool HasDate { get; set; }

    /// <summary>Makes it a plain 200 without fields again.</summary>
    public void Clear()
    {
        Status = 200;
        ContentLength = null;
        Close = false;
        HasDate = false;
        Fields.Clear();
        Trailers.Clear();
    }
}
