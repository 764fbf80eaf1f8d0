// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Conformance;
using Spectre.Console;
using Xunit;

namespace Linnet.Cli.Tests;

public sealed class EventLinesTests
{
    private const int Waiting = 10;

    [Theory]
    [Attack("RL-09")]
    [InlineData(0, "")]
    [InlineData(3, "3 lines were not printed: they came faster than they are read.")]
    public async Task Lines_that_a_standing_output_has_no_room_for_are_dropped_and_counted(int beyond, string complaint)
    {
        using StandingStream output = new();
        using MemoryStream error = new();
        Terminal terminal = new(Stream.Null, output, error, AnsiSupport.No, AnsiSupport.No);

        await using (EventLines events = new(terminal, waiting: Waiting))
        {
            events.Write("0", "begins to be printed");
            await output.Reached.WaitAsync(TimeSpan.FromSeconds(30));
            for (int line = 1; line <= Waiting + beyond; line++)
            {
                events.Write($"{line} waits");
            }

            output.GoOn();
        }

        string[] lines = Encoding.UTF8.GetString(output.ToArray()).TrimEnd().Split('\n');
        Assert.Equal(1 + Waiting, lines.Length);
        Assert.Equal($"{Waiting} waits", lines[^1].TrimEnd());
        Assert.Equal(complaint, Encoding.UTF8.GetString(error.ToArray()).TrimEnd());
    }

    /// <summary>Takes nothing until it is told to go on.</summary>
    private sealed class StandingStream : MemoryStream
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _goesOn = new();

        public Task Reached => _reached.Task;

        public void GoOn() => _goesOn.Set();

        public override void Write(byte[] buffer, int offset, int count)
        {
            _reached.TrySetResult();
            Assert.True(_goesOn.Wait(TimeSpan.FromSeconds(30)));
            base.Write(buffer, offset, count);
        }

        protected override void Dispose(bool disposing)
        {
            _goesOn.Dispose();
            base.Dispose(disposing);
        }
    }
}
