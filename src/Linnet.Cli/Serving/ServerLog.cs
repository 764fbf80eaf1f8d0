// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading.Tasks;

using Linnet.Diagnostics;

namespace Linnet.Cli.Serving;

/// <summary>
/// Everything that a server says: what it serves and where, a line for each request, what failed, and what was done in the
/// end. For a person all of it is text on the standard output; for programs the log alone is there, in their format, and all
/// else is on the error output.
/// </summary>
internal sealed class ServerLog : IAsyncDisposable
{
    private readonly LogPlan _plan;
    private readonly RequestLine _line;
    private readonly Traffic _traffic;
    private readonly EventLines _events;
    private readonly bool _isText;
    private readonly FileStream? _file;
    private readonly AccessLog? _access;

    /// <summary>Speaks until it is disposed.</summary>
    /// <exception cref="IOException">The file of the log cannot be written.</exception>
    public ServerLog(LogPlan plan, Terminal terminal, TimeProvider time)
    {
        _plan = plan;
        _line = new RequestLine(time);
        _traffic = new Traffic(time);
        LogFormat format = plan.Format
            ?? (terminal.IsInteractive && plan.File is null ? LogFormat.Text : LogFormat.Json);
        _isText = format == LogFormat.Text;
        if (!plan.IsQuiet && !_isText)
        {
            _file = plan.File is null ? null : Open(plan.File);
            _access = new AccessLog(
                _file ?? terminal.OutputStream,
                format == LogFormat.Json ? AccessLogFormat.Json : AccessLogFormat.Combined,
                time);
        }

        bool hasStatus = !plan.IsQuiet && !IsLogOnOutput;
        _events = new EventLines(terminal, hasStatus ? () => _traffic.Status(Connections()) : null, time: time);
    }

    /// <summary>How many connections there are.</summary>
    public Func<int> Connections { get; set; } = static () => 0;

    // Anything else among lines for programs would be none of them.
    private bool IsLogOnOutput => _access is not null && _file is null;

    /// <summary>Says something of the server.</summary>
    public void Say(FormattableString markup)
    {
        if (IsLogOnOutput)
        {
            _events.WriteError(markup);
        }
        else
        {
            _events.Write(markup);
        }
    }

    /// <summary>Says that something went wrong.</summary>
    public void SayFailed(Exception failure) => _events.WriteFailure(failure.GetType().Name, failure);

    /// <summary>Takes a line for a request that has ended.</summary>
    public void Completed(RequestReport request)
    {
        _traffic.Count(request);
        _access?.Write(request);

        // Of those that are refused, what is told when they are has the rule they broke, too.
        if (_isText && !_plan.IsQuiet && request.Outcome != RequestOutcome.Refused)
        {
            _events.Write(_line.Of(request));
        }
    }

    /// <summary>Takes a line for a request that was refused before any handler saw it.</summary>
    public void Rejected(RejectedRequest request)
    {
        if (_isText && !_plan.IsQuiet)
        {
            _events.Write(_line.Of(request));
        }
    }

    /// <summary>Says what was done, and what was cut off in the end.</summary>
    public void SumUp(StopReport report)
    {
        foreach (CutRequest cut in report.RequestsCut)
        {
            Say($"[red]cut[/]  {Visible.Escape($"{cut.Method} {cut.Target}")}");
        }

        if (!_plan.IsQuiet)
        {
            Say($"[grey]{_traffic.Summary(report.RequestsCut.Count)}[/]");
        }
    }

    /// <summary>Writes what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_access is not null)
        {
            await _access.DisposeAsync();
        }

        await _events.DisposeAsync();
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }
    }

    private static FileStream Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 1);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The log cannot be written to '{Visible.Escape(file)}': {failure.Message}", failure);
        }
    }
}
