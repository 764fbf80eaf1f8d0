// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text;

using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>Everything a head parser said about one input, as values that compare.</summary>
internal sealed record HeadOutcome
{
    public required ParseResult Result { get; init; }

    public RequestRejection Rejection { get; init; }

    public int Length { get; init; }

    public int Start { get; init; }

    public string Method { get; init; } = string.Empty;

    public KnownMethod KnownMethod { get; init; }

    public string Target { get; init; } = string.Empty;

    public TargetForm TargetForm { get; init; }

    public UriScheme Scheme { get; init; }

    public string Authority { get; init; } = string.Empty;

    public string Path { get; init; } = string.Empty;

    public string Query { get; init; } = string.Empty;

    public string Host { get; init; } = string.Empty;

    public int MinorVersion { get; init; }

    public BodyLength Body { get; init; }

    public bool KeepAlive { get; init; }

    public bool ExpectsContinue { get; init; }

    public bool OffersUpgrade { get; init; }

    public Leniency Tolerated { get; init; }

    /// <summary>The fields as <c>name=value</c>, one a line.</summary>
    public string Fields { get; init; } = string.Empty;

    public int Status => RejectionRules.Of(Rejection).Status;

    public static HeadOutcome Of(ParseResult result, RequestHeadParser parser, RequestHead head, ReadOnlySpan<byte> bytes) =>
        result == ParseResult.Complete
            ? Complete(head, bytes)
            : new HeadOutcome { Result = result, Rejection = parser.Rejection };

    private static HeadOutcome Complete(RequestHead head, ReadOnlySpan<byte> bytes) => new()
    {
        Result = ParseResult.Complete,
        Length = head.Length,
        Start = head.Start,
        Method = Text(head.MethodBytes(bytes)),
        KnownMethod = head.Method,
        Target = Text(head.TargetBytes(bytes)),
        TargetForm = head.TargetForm,
        Scheme = head.Scheme,
        Authority = Text(head.Authority(bytes)),
        Path = Text(head.Path(bytes)),
        Query = Text(head.Query(bytes)),
        Host = Text(head.Host(bytes)),
        MinorVersion = head.MinorVersion,
        Body = head.Body,
        KeepAlive = head.KeepAlive,
        ExpectsContinue = head.ExpectsContinue,
        OffersUpgrade = head.OffersUpgrade,
        Tolerated = head.Tolerated,
        Fields = TextOf(head.Fields, bytes),
    };

    public static string TextOf(FieldTable fields, ReadOnlySpan<byte> bytes)
    {
        List<string> lines = [];
        foreach (Field field in fields.Fields)
        {
            lines.Add($"{Text(field.Name(bytes))}={Text(field.Value(bytes))}");
        }

        return string.Join('\n', lines);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
