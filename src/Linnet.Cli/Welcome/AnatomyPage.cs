// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Linnet.Cli.Welcome;

/// <summary>The anatomy of a request as HTML. Every value passes <see cref="Html"/> on its way in.</summary>
internal static class AnatomyPage
{
    private const string LineEnd = "<span class=\"crlf\">CR LF</span>";

    private static readonly string Page = Resource.Load("welcome.html", "text/html; charset=utf-8").Text;

    public static string Render(Anatomy anatomy) => Template.Fill(
        Page,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = anatomy.Status == 200 ? "Linnet is listening" : anatomy.Reason,
            ["version"] = Product.Version,
            ["headline"] = Headline(anatomy),
            ["lead"] = Lead(anatomy),
            ["address"] = $"http://{Html.Escape(anatomy.Host)}/",
            ["family"] = Html.Escape(anatomy.Network.Name),
            ["network-ends"] = Ends(anatomy.Network),
            ["network-words"] = Html.Escape(anatomy.Network.Words),
            ["transport"] = Html.Escape(anatomy.Transport.Name),
            ["transport-ends"] = Ends(anatomy.Transport),
            ["transport-words"] = Html.Escape(anatomy.Transport.Words),
            ["length"] = anatomy.Length.ToString(CultureInfo.InvariantCulture),
            ["raw"] = string.Concat(anatomy.Lines.Select(RawLine)),
            ["crlf"] = LineEnd,
            ["hidden"] = anatomy.HasCredentials ? " What proves who you are is covered with dots." : "",
            ["protocol"] = Html.Escape(anatomy.Version),
            ["parts"] = Parts(anatomy),
            ["fields"] = string.Concat(anatomy.Fields.Select(field => Row(field.Name, field.Value))),
            ["status"] = anatomy.Reason,
        });

    private static string Headline(Anatomy anatomy) => anatomy.Status switch
    {
        404 => "There is nothing here.",
        405 or 501 => "That method is not for this page.",
        _ => "Linnet is listening.",
    };

    private static string Lead(Anatomy anatomy) => anatomy.Status switch
    {
        404 => $"You asked for <b>{Html.Escape(anatomy.Path)}</b>. Your request arrived all the same: this is how it came. "
            + "<a href=\"/\">Back to the start</a>",
        405 or 501 => $"You sent <b>{Html.Escape(anatomy.Method)}</b>; here GET and HEAD are understood. Your request arrived all "
            + "the same: this is how it came.",
        _ => $"An HTTP server that starts at the socket is running at <b>{Html.Escape(anatomy.Host)}</b>, and it has just "
            + "answered you.",
    };

    private static string Ends(Layer layer) =>
        $"<span>you <b>{Html.Escape(layer.Visitor)}</b></span> <i aria-hidden=\"true\">\u2192</i> "
        + $"<span>this server <b>{Html.Escape(layer.Server)}</b></span>";

    private static string RawLine(HeadLine line, int index) =>
        $"              <tr><td>{line.Offset}</td><td>{(index == 0 ? RequestLine(line) : Field(line))}{LineEnd}</td></tr>\n";

    /// <summary>RFC 9112 §3: method, target and version, with one space between them.</summary>
    private static string RequestLine(HeadLine line)
    {
        string[] words = line.Text.Split(' ');

        return words is [string method, string target, string version]
            ? $"{Span("method", method)} {Span("target", target)} {Span("version", version)}"
            : Html.EscapeBytes(line.Text);
    }

    /// <summary>RFC 9112 §5: a name, a colon, a value.</summary>
    private static string Field(HeadLine line)
    {
        if (line.NameLength < 0)
        {
            return Html.EscapeBytes(line.Text);
        }

        string value = line.Text[(line.NameLength + 1)..];
        return $"{Span("name", line.Text[..line.NameLength])}:"
            + (line.IsCredential ? HeadLine.Cover(value) : Html.EscapeBytes(value));
    }

    private static string Parts(Anatomy anatomy)
    {
        StringBuilder parts = new();
        AppendPart(parts, "method", "method", anatomy.Method);
        AppendPart(parts, "target", "target", anatomy.Target);
        AppendPart(parts, "", "path", anatomy.Path);

        if (anatomy.IsPathEncoded)
        {
            AppendPart(parts, "", "decoded", anatomy.DecodedPath);
        }

        foreach ((string name, string value) in anatomy.Query)
        {
            AppendPart(parts, "", "query", $"{name} = {value}");
        }

        AppendPart(parts, "version", "version", anatomy.Version);
        AppendPart(parts, "", "host", anatomy.Host);
        return parts.ToString();
    }

    private static void AppendPart(StringBuilder parts, string kind, string name, string value) =>
        parts.Append(CultureInfo.InvariantCulture, $"            <dt>{name}</dt><dd>{Span(kind, value)}</dd>\n");

    private static string Row(string name, string value) =>
        $"              <tr><td>{Html.Escape(name)}</td><td>{Html.Escape(value)}</td></tr>\n";

    private static string Span(string kind, string text) =>
        kind.Length == 0 ? Html.Escape(text) : $"<span class=\"{kind}\">{Html.Escape(text)}</span>";
}
