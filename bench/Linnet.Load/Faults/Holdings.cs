// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Load.Faults;

/// <summary>What this process holds, as Linux tells it: what is open, and the threads of the event loop.</summary>
internal sealed class Holdings
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly string[] _open = Open();
    private readonly int _threads = Threads();

    /// <summary>Waits until it holds no more than when this was made, and says what it holds more; empty when nothing.</summary>
    public async Task<string> LeftAsync()
    {
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            List<string> open = [.. Open()];
            foreach (string one in _open)
            {
                open.Remove(one);
            }

            int threads = Threads() - _threads;
            if (open.Count == 0 && threads <= 0)
            {
                return "";
            }

            if (patience.IsCancellationRequested)
            {
                string more = threads > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {threads} threads") : "";
                return $"left open: {string.Join(", ", open)}{more}";
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        }
    }

    private static string[] Open() => [.. Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(TargetOf).OfType<string>()];

    /// <summary>A socket by its own number; null for what was closed meanwhile, or is the folder that is just being read.</summary>
    private static string? TargetOf(string entry)
    {
        try
        {
            string? target = new FileInfo(entry).LinkTarget;
            // The runtime keeps open what it runs, from when it runs it first.
            bool isOfTheRuntime = target?.EndsWith(".dll", StringComparison.Ordinal) == true
                || target?.EndsWith(".so", StringComparison.Ordinal) == true;
            return isOfTheRuntime || target?.StartsWith("/proc/", StringComparison.Ordinal) == true ? null : target;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static int Threads() => Directory.EnumerateDirectories("/proc/self/task").Count(static task =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).StartsWith("Linnet ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    });
}
