// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Exchanges;
using Linnet.Protocol.Representations;

namespace Linnet.Files;

/// <summary>
/// On which conditions a request may change what is there, kept while its body is received. RFC 9110 §13.1; those about dates of
/// copies are not for requests that change something.
/// </summary>
internal sealed class UploadConditions
{
    private readonly byte[]? _ifMatch;
    private readonly byte[]? _ifNoneMatch;
    private readonly byte[]? _ifUnmodifiedSince;

    private UploadConditions(in ConditionFields fields)
    {
        _ifMatch = CopyOf(fields.IfMatch);
        _ifNoneMatch = CopyOf(fields.IfNoneMatch);
        _ifUnmodifiedSince = CopyOf(fields.IfUnmodifiedSince);
    }

    /// <summary>Whether they can only hold for something that is there.</summary>
    public bool NeedsExisting => _ifMatch is not null || _ifUnmodifiedSince is not null;

    /// <summary>Whether they can only hold for something that is not.</summary>
    public bool NeedsNothing => _ifNoneMatch is [(byte)'*'];

    /// <summary>Whether there are none.</summary>
    public bool AreNone => !NeedsExisting && _ifNoneMatch is null;

    /// <summary>The conditions of a request, copied.</summary>
    public static UploadConditions Of(HttpRequest request) => new(ConditionReader.Read(request.Headers));

    /// <summary>Those of a PUT that makes something new or nothing.</summary>
    public static UploadConditions Of(UploadKind kind) =>
        new(kind == UploadKind.PutNew ? new ConditionFields { IfNoneMatch = new FieldValue("*"u8) } : default);

    /// <summary>Whether they hold where there is nothing.</summary>
    // RFC 9110 §13.1.1: false when there is no current representation. §13.1.4: no date, no condition.
    public bool HoldForNothing => _ifMatch is null;

    /// <summary>Whether they hold for what is there.</summary>
    public bool Hold(in Validators current, DateTimeOffset now)
    {
        ConditionFields fields = new()
        {
            IfMatch = ValueOf(_ifMatch),
            IfNoneMatch = ValueOf(_ifNoneMatch),
            IfUnmodifiedSince = ValueOf(_ifUnmodifiedSince),
        };
        return Preconditions.Evaluate(fields, current, isRead: false, now) == PreconditionOutcome.Proceed;
    }

    private static byte[]? CopyOf(FieldValue value) => value.IsPresent ? value.Bytes.ToArray() : null;

    private static FieldValue ValueOf(byte[]? bytes) => bytes is null ? default : new FieldValue(bytes);
}
