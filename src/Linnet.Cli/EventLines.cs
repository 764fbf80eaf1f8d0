// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Spectre.Console;

namespace Linnet.Cli;

/// <summary>
/// Prints what happens in a server, a line each, in the order it happened. Whoever reports never waits: a terminal
/// that stands still, or a full pipe, must not stop the server.
/// </summary>
internal sealed class EventLines : IAsyncDisposable
{
    /// <summary>Lines that wait to be printed, a few MiB at most; beyond them the newest are dropped, and counted.</summary>
    private const int Waiting = 65_536;

    /// <summary>How long the end may take when nobody reads.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<(IAnsiConsole Console, FormattableString Markup)> _lines;
    private readonly Terminal _terminal;
    private readonly Task _printing;
    private long _dropped;

    /// <summary>Prints until it is disposed.</summary>
    public EventLines(Terminal terminal, int waiting = Waiting)
    {
        _lines = Channel.CreateBounded<(IAnsiConsole, FormattableString)>(
            new BoundedChannelOptions(waiting) { SingleReader = true });
        _terminal = terminal;
        _printing = Task.Run(PrintAsync);
    }

    /// <summary>Says what happened, and to which.</summary>
    public void Write(string what, string which) => Write($"[grey]{what}[/] {which}");

    /// <summary>Says a line with colours; what stands between its braces is text, whatever it looks like.</summary>
    public void Write(FormattableString markup) => Write(_terminal.Console, markup);

    /// <summary>Says on the error output what failed, and why.</summary>
    public void WriteFailure(string what, Exception failure)
    {
        Write(_terminal.ErrorConsole, $"[grey]{what}:[/] {failure.Message}");
    }

    /// <summary>Prints what is left and ends; gives up on a reader that has stopped reading.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.Complete();
        await _printing.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Write(IAnsiConsole console, FormattableString markup)
    {
        if (!_lines.Writer.TryWrite((console, markup)))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    private async Task PrintAsync()
    {
        await foreach ((IAnsiConsole console, FormattableString markup) in _lines.Reader.ReadAllAsync())
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, markup);

            // When the backlog is printed, and not in its middle.
            if (_lines.Reader.Count == 0)
            {
                PrintDropped();
            }
        }

        PrintDropped();
    }

    private void PrintDropped()
    {
        long dropped = Interlocked.Exchange(ref _dropped, 0);
        if (dropped > 0)
        {
            _terminal.ErrorConsole.MarkupLineInterpolated(
                CultureInfo.InvariantCulture, $"[olive]{dropped} lines were not printed: they came faster than they are read.[/]");
        }
    }
}
