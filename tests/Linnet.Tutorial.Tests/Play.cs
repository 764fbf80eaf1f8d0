// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Tutorial.Tests;

/// <summary>
/// Does what a reader of one section does, block by block: starts the server, runs clients and commands
/// in other terminals, looks at the server's terminal again; and compares all that is printed with what
/// the chapter shows. A server listens on a free port and its clients are told so; what they print is
/// put back in the chapter's terms.
/// </summary>
internal sealed partial class Play : IAsyncDisposable
{
    private readonly List<SilentClient> _silentClients = [];
    private RunningProgram? _server;
    private ServerAddress _address = new($"127.0.0.1:{Wording.ChapterPort}");

    public async Task PerformAsync(ConsoleBlock block)
    {
        if (block.Command is not { } command)
        {
            await LookAtServerAsync(block);
        }
        else if (block.StartsServer)
        {
            await StartServerAsync(block);
        }
        else if (command == $"nc 127.0.0.1 {Wording.ChapterPort}")
        {
            _silentClients.Add(await SilentClient.ConnectAsync(_address.EndPoint, block.IsStopped));
        }
        else if (NetcatCommand.TryParse(command) is { } netcat)
        {
            Compare(block, await netcat.RunAsync(_address.EndPoint));
        }
        else
        {
            await using RunningProgram program = await StartAsync(command);
            Compare(block, string.Join('\n', await program.ReadToEndAsync()));
        }
    }

    /// <summary>
    /// The section is over: the server has printed nothing that the chapter does not show.
    /// </summary>
    public async Task FinishAsync()
    {
        if (_server is { } server)
        {
            Assert.Equal([], await server.ReadToEndAsync());
            await server.DisposeAsync();
            _server = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _silentClients.ForEach(client => client.Dispose());
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task StartServerAsync(ConsoleBlock block)
    {
        await FinishAsync();
        ServerAddress shown = ServerAddress.FromListening(block.Output[0]);
        string[] words = Words(block.Command!);
        _server = await Lesson.StartAsync(words[2], ServerAddress.FreeOneLike(shown.Text));
        string line = await _server.ReadLineAsync() ?? "(nothing)";
        _address = ServerAddress.FromListening(line);
        Assert.Equal(block.Output[0], Wording.InChapterTerms(line, _address));
    }

    private async Task LookAtServerAsync(ConsoleBlock block)
    {
        RunningProgram server = _server
            ?? throw new InvalidOperationException("The chapter has started no server.");
        foreach (SilentClient client in _silentClients)
        {
            await client.EndAsync();
        }

        _silentClients.Clear();
        foreach (string expected in block.Output)
        {
            if (expected == ConsoleBlock.Ellipsis)
            {
                await server.ReadToEndAsync();
                return;
            }

            string printed = await server.ReadLineAsync() ?? "(nothing: it has ended)";
            Assert.Equal(Wording.Comparable(expected), Wording.InChapterTerms(printed, _address));
        }

        if (block.IsStopped)
        {
            server.Stop();
        }
    }

    private Task<RunningProgram> StartAsync(string command)
    {
        if (!command.StartsWith("dotnet run ", StringComparison.Ordinal))
        {
            // curl shows no progress in a terminal, but would here.
            command = command.Replace("curl ", "curl --no-progress-meter ")
                .Replace($"127.0.0.1:{Wording.ChapterPort}", _address.Text);
            return Task.FromResult(RunningProgram.Start("bash", "-c", command));
        }

        string[] arguments = Words(command)[3..];
        return arguments is ["--", _, .. string[] rest]
            ? Lesson.StartAsync(Words(command)[2], [_address.Text, .. rest])
            : Lesson.StartAsync(Words(command)[2], _address.Text);
    }

    private void Compare(ConsoleBlock block, string printed)
    {
        IEnumerable<string> expected = block.Output;
        if (block.Output is [.., ConsoleBlock.Ellipsis])
        {
            expected = expected.SkipLast(1);
            printed = string.Join('\n', printed.Split('\n').Take(expected.Count()));
        }

        Assert.Equal(
            Wording.Comparable(string.Join('\n', expected)),
            Wording.InChapterTerms(printed, _address));
    }

    // The words of a command line, where quotes keep spaces together.
    private static string[] Words(string command) =>
        [.. Word().Matches(command).Select(match => match.Groups["quoted"].Success
            ? match.Groups["quoted"].Value
            : match.Value)];

    [GeneratedRegex("\"(?<quoted>[^\"]*)\"|\\S+")]
    private static partial Regex Word();
}
