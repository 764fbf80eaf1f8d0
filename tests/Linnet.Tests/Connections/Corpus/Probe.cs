// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using Linnet.Protocol.Messages;

namespace Linnet.Tests.Connections.Corpus;

/// <summary>One input of the catalogue of attacks, and what has to come of it.</summary>
/// <param name="Id">The row of docs/attacks.md.</param>
/// <param name="Name">What is odd about it.</param>
/// <param name="Raw">The bytes, each a Latin-1 character.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Verdict">What becomes of the connection.</param>
/// <param name="Rejection">The rule that is broken.</param>
/// <param name="Body">What the handler must have read, when it is served.</param>
internal sealed record Probe(
    string Id, string Name, string Raw, int Status, Verdict Verdict, RequestRejection Rejection, string? Body = null)
{
    /// <summary>A probe that is refused.</summary>
    public static Probe Refused(string id, string name, string raw, RequestRejection rejection) =>
        new(id, name, raw, RejectionRules.Of(rejection).Status, Verdict.Refused, rejection);

    /// <summary>A request that has to be served although it looks odd.</summary>
    public static Probe Served(string id, string name, string raw, string? body = null) =>
        new(id, name, raw, 200, Verdict.Served, RequestRejection.None, body);

    /// <summary>A GET with a Host and more field lines, refused.</summary>
    public static Probe RefusedField(string id, string lines, RequestRejection rejection) =>
        Refused(id, lines, $"GET /probe HTTP/1.1\r\nHost: a\r\n{lines}\r\n\r\n", rejection);

    /// <summary>True when its answer has no body whatever its head says.</summary>
    public bool IsHead => Raw.StartsWith("HEAD ", StringComparison.Ordinal);

    /// <summary>What means the same where https is the connection's own scheme, and http the misdirected one.</summary>
    public Probe OverTls() => this with
    {
        Raw = Raw.StartsWith("GET https:", StringComparison.Ordinal)
            ? Raw.Replace("https:", "http:", StringComparison.Ordinal)
            : Raw.Replace("GET http:", "GET https:", StringComparison.Ordinal).Replace("A:80", "A:443", StringComparison.Ordinal),
    };

    /// <summary>What means the same over what carries this run's tests.</summary>
    public Probe Here() => Carriage.IsSecured ? OverTls() : this;

    public override string ToString() => $"{Id} {Name.Replace("\r", "\\r").Replace("\n", "\\n")}";
}
