// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text;

using Linnet.Fuzz.Judging;
using Linnet.Sockets;

namespace Linnet.Fuzz.Targets;

/// <summary>The text of an address to serve or to connect to.</summary>
internal sealed class EndpointTarget : ITarget
{
    /// <inheritdoc/>
    public string Name => "endpoint";

    /// <inheritdoc/>
    public bool IsSplit => false;

    // What is wrong is said in a sentence.
    /// <inheritdoc/>
    public MemoryBound Memory => new(8192, 64);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words =>
    [
        "http://", "https://", "tcp://", "udp://", "unix:", "inherited:", "localhost", "127.0.0.1", "[::1]", "[fe80::1%1]", ":80", ":0",
        "*", "0.0.0.0", "/run/x.sock", "@x",
    ];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        string text = Encoding.UTF8.GetString(input);
        foreach (EndpointScheme scheme in (ReadOnlySpan<EndpointScheme>)[EndpointScheme.Tcp, EndpointScheme.Http])
        {
            bool isAddress = EndpointAddress.TryParse(text, scheme, out EndpointAddress? address, out string? error);
            transcript.Add(isAddress);
            BreachException.Unless(isAddress == address is not null, "an address is there when it is one.");
            BreachException.Unless(isAddress != !string.IsNullOrEmpty(error), "a refusal has a reason.");
            if (address is not null)
            {
                string written = address.ToString();
                transcript.AddText(written);
                BreachException.Unless(
                    EndpointAddress.TryParse(written, EndpointScheme.Tcp, out EndpointAddress? again, out _)
                        && string.Equals(again.ToString(), written, StringComparison.Ordinal)
                        && again.Scheme == address.Scheme,
                    $"an address is read as what it was: {written}.");
            }
        }
    }
}
