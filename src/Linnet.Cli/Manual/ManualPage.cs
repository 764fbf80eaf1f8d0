// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Linnet.Cli.Manual;

/// <summary>The manual as <c>man</c> reads it: roff with the man macros.</summary>
internal static class ManualPage
{
    /// <summary>All of it.</summary>
    public static string Render(IReadOnlyList<VerbPage> verbs)
    {
        StringBuilder page = new();
        page.Append(".TH LINNET 1 \"\" \"Linnet\" \"User Commands\"\n.SH NAME\nlinnet \\- an HTTP server that starts at the socket\n");
        page.Append(".SH SYNOPSIS\n");
        foreach (VerbPage verb in verbs)
        {
            page.Append($".B {Escape($"linnet {verb.Name}".TrimEnd())}\n[\\fIoptions\\fR] {Escape(verb.Arguments)}\n.br\n");
        }

        page.Append(".SH DESCRIPTION\n").Append(Line(verbs[0].Description));
        page.Append("Without a verb it serves a page that takes your own request apart.\n");
        page.Append("Everything listens on 127.0.0.1:65432 unless told otherwise.\n");
        foreach (VerbPage verb in verbs.Skip(1))
        {
            AppendVerb(page, verb);
        }

        AppendSettings(page);
        page.Append(".SH \"EXIT STATUS\"\n.TP\n0\nIt did what was asked, or was told to stop.\n.TP\n1\nIt could not; a line says why.\n");
        page.Append(".TP\n2\nIt was not asked properly; a line says what to write instead.\n");
        return page.ToString();
    }

    private static void AppendVerb(StringBuilder page, VerbPage verb)
    {
        page.Append($".SH \"LINNET {verb.Name.ToUpperInvariant()}\"\n{Line(verb.Description)}");
        foreach (IGrouping<string, OptionPage> group in verb.Options.GroupBy(static option => option.Heading))
        {
            page.Append(group.Key.Length == 0 ? "" : $".SS \"{Escape(group.Key)}\"\n");
            foreach (OptionPage option in group)
            {
                AppendOption(page, option);
            }
        }

        page.Append(".SS Examples\n");
        foreach ((string commandLine, string effect) in verb.Examples)
        {
            page.Append($".TP\n.B {Escape(commandLine)}\n{Line(effect)}");
        }
    }

    private static void AppendOption(StringBuilder page, OptionPage option)
    {
        string names = option.ShortName is null ? $"\\fB{Escape(option.Name)}\\fR"
            : $"\\fB{Escape(option.ShortName)}\\fR, \\fB{Escape(option.Name)}\\fR";
        string value = option.Value.Length == 0 ? ""
            : option.IsValueOptional ? $"[=\\fI{Escape(option.Value)}\\fR]" : $" \\fI{Escape(option.Value)}\\fR";
        page.Append($".TP\n{names}{value}\n{Line(option.Description)}");
        if (option.Default is { } usual)
        {
            page.Append($"Unless given: {Line(usual)}");
        }
    }

    private static void AppendSettings(StringBuilder page) => page.Append(
        ".SH ENVIRONMENT\nEvery option of a server is a variable as well: \\fBLINNET_BASE_PATH\\fR is \\fB\\-\\-base\\-path\\fR. "
        + "What may be given more than once has a line for each.\n.TP\n.B NO_COLOR\nNo colours, when it is not empty.\n"
        + ".SH FILES\nNone is read unless \\fB\\-\\-config\\fR or \\fBLINNET_CONFIG\\fR names it. It is JSON, "
        + "and its keys are the names of the options. The command line counts before the environment, and that before the file.\n");

    /// <summary>A line of text of its own.</summary>
    private static string Line(string text)
    {
        string escaped = Escape(text);

        // A dot or an apostrophe in front would be a request.
        return (escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" : "") + escaped + "\n";
    }

    private static string Escape(string text) => text
        .Replace("\\", "\\e", StringComparison.Ordinal)
        .Replace("-", "\\-", StringComparison.Ordinal)
        .Replace("'", "\\(aq", StringComparison.Ordinal)
        .Replace("\"", "\\(dq", StringComparison.Ordinal);
}
