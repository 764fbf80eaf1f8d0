// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Protocol.Messages;

namespace Linnet.Protocol.Http1;

/// <summary>
/// A request head as places in the bytes it came in, and what those bytes mean for the connection. Offsets count from
/// the first byte given to the parser. Owned by the connection's driver and filled again for each request.
/// </summary>
internal sealed class RequestHead
{
    private int _methodStart;
    private int _methodLength;
    private int _targetStart;
    private int _targetLength;
    private RequestTarget _target;

    /// <summary>Bytes of the whole head, from the first empty line before it to the empty line after it.</summary>
    public int Length { get; set; }

    /// <summary>Bytes of empty lines that preceded the request line.</summary>
    public int Start => _methodStart;

    /// <summary>The method, when it is one of the well-known ones.</summary>
    public KnownMethod Method { get; private set; }

    /// <summary>The minor version: 0, or 1 for HTTP/1.1 and every later HTTP/1.x.</summary>
    public int MinorVersion { get; private set; }

    /// <summary>Which form the target has.</summary>
    public TargetForm TargetForm => _target.Form;

    /// <summary>The scheme of the URI that the request is for.</summary>
    public UriScheme Scheme => _target.Scheme;

    /// <summary>The header fields.</summary>
    public FieldTable Fields { get; } = new();

    /// <summary>How the body ends.</summary>
    public BodyLength Body { get; set; }

    /// <summary>True when the connection may carry another request after this one, as far as the client is concerned.</summary>
    public bool KeepAlive { get; set; }

    /// <summary>The faults for which it was not refused. Nothing that follows such a head is read as a request.</summary>
    public Leniency Tolerated { get; set; }

    /// <summary>True when it would have been refused, had not some fault been tolerated.</summary>
    public bool IsTolerated => Tolerated != Leniency.None;

    /// <summary>True when the client waits for 100 Continue before it sends the body.</summary>
    public bool ExpectsContinue { get; set; }

    /// <summary>True when the client offers to change the protocol: the Upgrade field says to what. RFC 9110 §7.8.</summary>
    public bool OffersUpgrade { get; set; }

    /// <summary>Index of the Host field, or -1 when an HTTP/1.0 request has none.</summary>
    public int HostIndex { get; set; }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Fields.Clear();
        Length = 0;
        _methodStart = 0;
        _methodLength = 0;
        _targetStart = 0;
        _targetLength = 0;
        _target = default;
        Method = KnownMethod.Other;
        MinorVersion = 0;
        Body = BodyLength.None;
        KeepAlive = false;
        Tolerated = Leniency.None;
        ExpectsContinue = false;
        OffersUpgrade = false;
        HostIndex = -1;
    }

    /// <summary>Records where the method stands.</summary>
    public void SetMethod(KnownMethod method, int start, int length)
    {
        Method = method;
        _methodStart = start;
        _methodLength = length;
    }

    /// <summary>Records where the target stands and what it is made of.</summary>
    public void SetTarget(in RequestTarget target, int start, int length)
    {
        _target = target;
        _targetStart = start;
        _targetLength = length;
    }

    /// <summary>Records the minor version.</summary>
    public void SetVersion(int minorVersion) => MinorVersion = minorVersion;

    /// <summary>The method as sent.</summary>
    public ReadOnlySpan<byte> MethodBytes(ReadOnlySpan<byte> message) => message.Slice(_methodStart, _methodLength);

    /// <summary>The target as sent.</summary>
    public ReadOnlySpan<byte> TargetBytes(ReadOnlySpan<byte> message) => message.Slice(_targetStart, _targetLength);

    /// <summary>The authority of an absolute target; empty otherwise.</summary>
    public ReadOnlySpan<byte> Authority(ReadOnlySpan<byte> message) => TargetBytes(message)[_target.Authority];

    /// <summary>The path as sent, still percent-encoded.</summary>
    public ReadOnlySpan<byte> Path(ReadOnlySpan<byte> message) => TargetBytes(message)[_target.Path];

    /// <summary>The query as sent, without its question mark.</summary>
    public ReadOnlySpan<byte> Query(ReadOnlySpan<byte> message) => TargetBytes(message)[_target.Query];

    /// <summary>The host and port the request is for: the target's if it has one, else the Host field's.</summary>
    public ReadOnlySpan<byte> Host(ReadOnlySpan<byte> message)
    {
        if (TargetForm == TargetForm.Absolute)
        {
            return Authority(message);
        }

        return HostIndex < 0 ? default : Fields[HostIndex].Value(message);
    }
}
