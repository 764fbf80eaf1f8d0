// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text.RegularExpressions;

using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;
using Linnet.Protocol.Tests.Messages;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>
/// A second head parser, written from the grammar and nothing else: whole input only, strings, regular expressions, no
/// limits but that of a method. It says whether a head is whole, refused or neither, and what it means; not for which of
/// several faults it is refused.
/// </summary>
internal static class NaiveRequestHead
{
    private const RegexOptions Plain =
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture
        | RegexOptions.Singleline;

    // RFC 9110 §5.6.2.
    private const string Token = @"[-!\#$%&'*+.^_`|~0-9A-Za-z]";

    // RFC 3986 §3.3 and §3.4, with what browsers send; an encoded NUL only in a query.
    private const string PathPart = @"(?:[-._~0-9A-Za-z!$&'()*+,;=:@/|\[\]]|%(?!00)[0-9A-Fa-f]{2})*";
    private const string QueryPart = @"(?:[-._~0-9A-Za-z!$&'()*+,;=:@/?|\[\]\\^`{}]|%[0-9A-Fa-f]{2})*";

    private static readonly Regex RequestLine = new(
        $@"\A(?<method>{Token}{{1,64}})[ ](?<target>[^ ]+)[ ]HTTP/1\.(?<minor>[0-9])\z", Plain);

    private static readonly Regex UnfinishedRequestLine = new(
        $@"\A(?:\r?|{Token}{{1,64}}|{Token}{{1,64}}[ ][^\r\n]*\r?)\z", Plain);

    private static readonly Regex UnfinishedLine = new(@"\A[^\r\n]*\r?\z", Plain);

    private static readonly Regex Line = new(@"\G(?<text>[^\r\n]*)\r\n", Plain);

    private static readonly Regex FieldLine = new(
        $@"\A(?<name>{Token}+):[ \t]*(?<value>[\t\x20-\x7E\x80-\xFF]*?)[ \t]*\z", Plain);

    private static readonly Regex OriginForm = new($@"\A(?<path>/{PathPart})(?:\?(?<query>{QueryPart}))?\z", Plain);

    private static readonly Regex AbsoluteForm = new(
        $@"\A[Hh][Tt][Tt][Pp]://(?<authority>{NaiveAuthority.Authority})
            (?<path>(?:/{PathPart})?)(?:\?(?<query>{QueryPart}))?\z",
        Plain);

    private static readonly Regex HostValue = new($@"\A{NaiveAuthority.Authority}\z", Plain);

    private static readonly Regex AsteriskForm = new(@"\A\*\z", Plain);

    private static readonly HeadOutcome Incomplete = new() { Result = ParseResult.Incomplete };
    private static readonly HeadOutcome Rejected = new() { Result = ParseResult.Rejected };

    public static HeadOutcome Read(string text)
    {
        List<string> lines = [];
        int position = 0;
        int start = 0;
        while (Line.Match(text, position) is { Success: true } match)
        {
            position += match.Length;
            string line = match.Groups["text"].Value;
            bool isFirst = lines.Count == 0;
            if (isFirst && line.Length == 0)
            {
                start = position;
            }
            else if (line.Length == 0)
            {
                return Judge(lines, start, position);
            }
            else
            {
                lines.Add(line);
            }

            bool valid = line.Length == 0 || (isFirst ? IsRequestLine(line) : FieldLine.IsMatch(line));
            if (!valid || start > 2 * "\r\n".Length)
            {
                return Rejected;
            }
        }

        Regex unfinished = lines.Count == 0 ? UnfinishedRequestLine : UnfinishedLine;
        return unfinished.IsMatch(text[position..]) ? Incomplete : Rejected;
    }

    private static bool IsRequestLine(string line) => Target(line, out _) is not null;

    private static Match? Target(string line, out Match requestLine)
    {
        requestLine = RequestLine.Match(line);
        string method = requestLine.Groups["method"].Value;
        string target = requestLine.Groups["target"].Value;
        Regex[] forms = method switch
        {
            "CONNECT" => [],
            "OPTIONS" => [OriginForm, AbsoluteForm, AsteriskForm],
            _ => [OriginForm, AbsoluteForm],
        };
        return forms.Select(form => form.Match(target)).FirstOrDefault(match => match.Success);
    }

    private static HeadOutcome Judge(List<string> lines, int start, int length)
    {
        Match target = Target(lines[0], out Match requestLine)!;
        (string Name, string Value)[] fields =
            [.. lines.Skip(1).Select(line => FieldLine.Match(line))
                .Select(match => (match.Groups["name"].Value, match.Groups["value"].Value))];
        bool old = requestLine.Groups["minor"].Value == "0";
        string authority = target.Groups["authority"].Value;
        string method = requestLine.Groups["method"].Value;
        if (method == "TRACE"
            || !IsHostFine(All(fields, "Host"), old, authority)
            || Body(fields, old) is not { } body
            || !IsExpectationFine(All(fields, "Expect"), old))
        {
            return Rejected;
        }

        return new HeadOutcome
        {
            Result = ParseResult.Complete,
            Start = start,
            Length = length,
            Method = method,
            KnownMethod = Enum.GetValues<KnownMethod>().FirstOrDefault(known => KnownMethods.Name(known) == method),
            Target = requestLine.Groups["target"].Value,
            TargetForm = Form(target.Value),
            Authority = authority,
            Path = target.Groups["path"].Value,
            Query = target.Groups["query"].Value,
            Host = authority.Length > 0 ? authority : string.Concat(All(fields, "Host")),
            MinorVersion = old ? 0 : 1,
            Body = body,
            KeepAlive = !Options(fields).Any(option => Same(option, "close"))
                && (!old || Options(fields).Any(option => Same(option, "keep-alive"))),
            ExpectsContinue = !old && All(fields, "Expect").Length == 1 && !body.IsNone,
            OffersUpgrade = !old && All(fields, "Upgrade").Length > 0 && Options(fields).Any(option => Same(option, "upgrade")),
            Fields = string.Join('\n', fields.Select(field => $"{field.Name}={field.Value}")),
        };
    }

    private static TargetForm Form(string target) => target[0] switch
    {
        '/' => TargetForm.Origin,
        '*' => TargetForm.Asterisk,
        _ => TargetForm.Absolute,
    };

    private static bool IsExpectationFine(string[] values, bool old) =>
        old || values.Length == 0 || (values.Length == 1 && Same(values[0], "100-continue"));

    private static IEnumerable<string> Options((string Name, string Value)[] fields) =>
        All(fields, "Connection").SelectMany(value => value.Split(',')).Select(option => option.Trim(' ', '\t'));

    private static bool IsHostFine(string[] hosts, bool old, string authority)
    {
        if (hosts.Length != 1)
        {
            return hosts.Length == 0 && old;
        }

        Match host = HostValue.Match(hosts[0]);
        if (!host.Success || authority.Length == 0)
        {
            return host.Success;
        }

        Match target = HostValue.Match(authority);
        return Same(host.Groups["host"].Value, target.Groups["host"].Value) && PortOf(host) == PortOf(target);
    }

    private static int PortOf(Match authority)
    {
        string port = authority.Groups["port"].Value.TrimStart('0');
        if (port.Length == 0)
        {
            return authority.Groups["port"].Length > 0 ? 0 : 80;
        }

        return int.Parse(port, CultureInfo.InvariantCulture);
    }

    private static BodyLength? Body((string Name, string Value)[] fields, bool old)
    {
        string[] codings = All(fields, "Transfer-Encoding");
        string[] lengths = All(fields, "Content-Length");
        if (codings.Length > 0)
        {
            bool chunked = codings.Length == 1 && Same(codings[0], "chunked") && lengths.Length == 0 && !old;
            return chunked ? BodyLength.Chunked : null;
        }

        if (lengths.Length == 0)
        {
            return BodyLength.None;
        }

        bool valid = lengths.Length == 1
            && Regex.IsMatch(lengths[0], @"\A[0-9]+\z", Plain)
            && BigInteger.Parse(lengths[0], CultureInfo.InvariantCulture) <= long.MaxValue;
        return valid ? BodyLength.Of(long.Parse(lengths[0], CultureInfo.InvariantCulture)) : null;
    }

    private static string[] All((string Name, string Value)[] fields, string name) =>
        [.. fields.Where(field => Same(field.Name, name)).Select(field => field.Value)];

    private static bool Same(string first, string second) => first.Equals(second, StringComparison.OrdinalIgnoreCase);
}
