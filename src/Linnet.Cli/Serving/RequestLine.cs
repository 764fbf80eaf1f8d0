// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Net;

using Linnet.Cli.Settings;
using Linnet.Diagnostics;

namespace Linnet.Cli.Serving;

/// <summary>
/// The line of a request for a person: when, what became of it, from whom unless from this machine, what was asked, how much
/// was sent, how long it took. What the client sent is escaped, so that a line stays one line and cannot act on the terminal
/// (attack RL-08).
/// </summary>
internal sealed class RequestLine(TimeProvider time)
{
    /// <summary>Longer text is cut: a line is for a person to read.</summary>
    private const int LongestText = 200;

    /// <summary>The line of a request that has ended.</summary>
    public FormattableString Of(in RequestReport request)
    {
        (string end, string colour) = EndOf(request);
        string from = request.ClientAddress is { } client && !IPAddress.IsLoopback(client) ? $"  {client}" : "";
        string asked = Visible.Escape($"{request.Method} {Shortened(request.Target)}");
        string took = string.Create(CultureInfo.InvariantCulture, $"{request.Duration.TotalMilliseconds:0.0} ms");
        string sent = ByteCount.Show(request.BytesSent);
        string error = request.Error is { } name && request.Outcome != RequestOutcome.ClientGone
            ? $"  {Visible.Escape(name)}" : "";
        return Markup(colour, $"{Now()}{from}", end, asked, $"{sent}  {took}{error}");
    }

    /// <summary>The line of a request that was refused before any handler saw it.</summary>
    public FormattableString Of(RejectedRequest request)
    {
        bool isLocal = request.RemoteEndPoint is not IPEndPoint { Address: var address } || IPAddress.IsLoopback(address);
        string from = isLocal ? "" : $"  {(request.RemoteEndPoint as IPEndPoint)?.Address}";
        string status = request.StatusCode.ToString(CultureInfo.InvariantCulture);
        string reason = $"{Visible.Escape(request.Reason)} ({request.Section})";
        return Markup("olive", $"{Now()}{from}", status, Shortened(request.Bytes), reason);
    }

    // The colour is part of the text with markup, and everything else stands between its braces.
    private static FormattableString Markup(string colour, string when, string end, string asked, string rest) => colour switch
    {
        "green" => $"[grey]{when}[/]  [green]{end}[/]  {asked}  [grey]{rest}[/]",
        "teal" => $"[grey]{when}[/]  [teal]{end}[/]  {asked}  [grey]{rest}[/]",
        "olive" => $"[grey]{when}[/]  [olive]{end}[/]  {asked}  [grey]{rest}[/]",
        _ => $"[grey]{when}[/]  [red]{end}[/]  {asked}  [grey]{rest}[/]",
    };

    /// <summary>The status, where the client has the whole response; else what happened.</summary>
    private static (string End, string Colour) EndOf(in RequestReport request) => request.Outcome switch
    {
        RequestOutcome.Answered or RequestOutcome.Refused =>
            (request.StatusCode.ToString(CultureInfo.InvariantCulture), ColourOf(request.StatusCode)),
        RequestOutcome.ClientGone => ("gone", "olive"),
        RequestOutcome.ClientTooSlow => ("slow", "olive"),
        RequestOutcome.Failed or RequestOutcome.Aborted or RequestOutcome.CutOff => ("cut", "red"),
    };

    private string Now() => time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Shortened(string text) =>
        text.Length > LongestText ? string.Concat(text.AsSpan(0, LongestText), "\u2026") : text;

    private static string ColourOf(int status) => status switch
    {
        < 300 => "green",
        < 400 => "teal",
        < 500 => "olive",
        _ => "red",
    };
}
