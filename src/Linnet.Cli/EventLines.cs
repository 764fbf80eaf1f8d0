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
/// Prints what happens in a server, a line each, in the order it happened, and below them, where a person looks, one that
/// changes every second. Whoever reports never waits: a terminal that stands still, or a full pipe, must not stop the server.
/// </summary>
internal sealed class EventLines : IAsyncDisposable
{
    /// <summary>Lines that wait to be printed, a few MiB at most; beyond them the newest are dropped, and counted.</summary>
    private const int Waiting = 65_536;

    // ECMA-48 §8.3.41: erases the line that the cursor is in.
    private const string EraseLine = "\r\e[2K";

    /// <summary>How long the end may take when nobody reads.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<(IAnsiConsole? Console, FormattableString? Markup)> _lines;
    private readonly Terminal _terminal;
    private readonly Func<string>? _status;
    private readonly ITimer? _ticks;
    private readonly Task _printing;
    private bool _isStatusShown;
    private long _dropped;

    /// <summary>Prints until it is disposed.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="status">What the line below says; null for no such line.</param>
    /// <param name="waiting">How many lines may wait.</param>
    /// <param name="time">The clock behind the line below; the system's unless given.</param>
    public EventLines(Terminal terminal, Func<string>? status = null, int waiting = Waiting, TimeProvider? time = null)
    {
        _lines = Channel.CreateBounded<(IAnsiConsole?, FormattableString?)>(
            new BoundedChannelOptions(waiting) { SingleReader = true });
        _terminal = terminal;
        if (status is not null && terminal.CanRewrite)
        {
            _status = status;
            _ticks = (time ?? TimeProvider.System).CreateTimer(
                _ => _lines.Writer.TryWrite(default), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }

        _printing = Task.Run(PrintAsync);
    }

    /// <summary>Says what happened, and to which.</summary>
    public void Write(string what, string which) => Write($"[grey]{what}[/] {which}");

    /// <summary>Says a line with colours; what stands between its braces is text, whatever it looks like.</summary>
    public void Write(FormattableString markup) => Write(_terminal.Console, markup);

    /// <summary>Says a line with colours where complaints go.</summary>
    public void WriteError(FormattableString markup) => Write(_terminal.ErrorConsole, markup);

    /// <summary>Says on the error output what failed, and why.</summary>
    public void WriteFailure(string what, Exception failure) =>
        WriteError($"[grey]{what}:[/] {Visible.Escape(failure.Message)}");

    /// <summary>Prints what is left and ends; gives up on a reader that has stopped reading.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ticks is not null)
        {
            await _ticks.DisposeAsync();
        }

        _lines.Writer.TryComplete();
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
        await foreach ((IAnsiConsole? console, FormattableString? markup) in _lines.Reader.ReadAllAsync())
        {
            EraseStatus();
            if (console is not null && markup is not null)
            {
                console.MarkupLineInterpolated(CultureInfo.InvariantCulture, markup);
            }

            // When the backlog is printed, and not in its middle.
            if (_lines.Reader.Count == 0)
            {
                PrintDropped();
                DrawStatus();
            }
        }

        EraseStatus();
        PrintDropped();
    }

    private void EraseStatus()
    {
        if (_isStatusShown)
        {
            _terminal.Output.Write(EraseLine);
            _isStatusShown = false;
        }
    }

    private void DrawStatus()
    {
        if (_status is not null)
        {
            // A line that is broken by the terminal could not be erased.
            string text = _status();
            int width = Math.Max(0, _terminal.Width() - 1);
            _terminal.Output.Write(text.Length > width ? text[..width] : text);
            _isStatusShown = true;
        }
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
