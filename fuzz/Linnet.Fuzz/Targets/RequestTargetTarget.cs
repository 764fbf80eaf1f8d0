// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Fuzz.Judging;
using Linnet.Protocol.Messages;

namespace Linnet.Fuzz.Targets;

/// <summary>
/// The target of a request, and the host it names. The first byte of the input says how it is read: bit 0 for OPTIONS, bit 1
/// for https.
/// </summary>
internal sealed class RequestTargetTarget : ITarget
{
    /// <inheritdoc/>
    public string Name => "target";

    /// <inheritdoc/>
    public bool IsSplit => false;

    /// <inheritdoc/>
    public MemoryBound Memory => new(1024, 0);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words =>
        ["http://", "https://", "*", "[::1]", "[::ffff:1.2.3.4]", ":80", "%2F", "%00", "?", "#", "..", "@", "a.example."];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        if (input.IsEmpty)
        {
            return;
        }

        KnownMethod method = (input[0] & 1) == 0 ? KnownMethod.Get : KnownMethod.Options;
        UriScheme scheme = (input[0] & 2) == 0 ? UriScheme.Http : UriScheme.Https;
        ReadOnlySpan<byte> text = input[1..];
        ReadHost(text, transcript);

        // The request line gives no empty target: one space behind the other is refused before.
        if (text.IsEmpty)
        {
            return;
        }

        RequestRejection rejection = RequestTarget.Parse(text, method, scheme, out RequestTarget target);
        transcript.Add((int)rejection);
        if (rejection != RequestRejection.None)
        {
            return;
        }

        ReadOnlySpan<byte> path = text[target.Path];
        transcript.Add((int)target.Form);
        transcript.AddField(text[target.Authority]);
        transcript.AddField(path);
        transcript.AddField(text[target.Query]);
        BreachException.Unless(target.Scheme == scheme, "a scheme that is not served is refused.");
        BreachException.Unless(
            target.Form == TargetForm.Asterisk || path.IsEmpty || path[0] == (byte)'/', "a path begins with a slash.");
        BreachException.Unless(!path.ContainsAny(" ?#\\\0"u8), "a path has nothing that ends one.");
        if (target.Form == TargetForm.Absolute)
        {
            BreachException.Unless(
                Authority.TryParse(text[target.Authority], out _, out _), "a target without a host is refused.");
        }
    }

    private static void ReadHost(ReadOnlySpan<byte> text, Transcript transcript)
    {
        bool isAuthority = Authority.TryParse(text, out int hostLength, out int port);
        transcript.Add(isAuthority);
        Span<char> normal = stackalloc char[HostName.MaxChars];
        bool isName = HostName.TryNormalise(text, normal, out int length);
        transcript.Add(isName);
        BreachException.Unless(isAuthority || !isName, "a name is that of an authority.");
        if (!isName)
        {
            return;
        }

        transcript.Add(hostLength);
        transcript.Add(port);
        transcript.AddText(normal[..length]);

        // The normal form is ASCII, and the normal form of itself.
        Span<byte> bytes = stackalloc byte[HostName.MaxChars];
        for (int index = 0; index < length; index++)
        {
            bytes[index] = (byte)normal[index];
        }

        Span<char> again = stackalloc char[HostName.MaxChars];
        BreachException.Unless(
            HostName.TryNormalise(bytes[..length], again, out int lengthAgain)
                && again[..lengthAgain].SequenceEqual(normal[..length]),
            "a normal form is its own.");
    }
}
