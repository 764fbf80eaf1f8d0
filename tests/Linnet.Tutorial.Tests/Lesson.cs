// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Tutorial.Tests;

/// <summary>
/// A lesson as a reader runs it: <c>dotnet run FILE</c> in the root of the repository. Each file is
/// built once, by whichever test needs it first, and then run without a look at whether it changed.
/// </summary>
internal static class Lesson
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Builds = new();

    // Building is what costs here, and a build keeps about one core busy.
    private static readonly SemaphoreSlim BuildSlots = new(Environment.ProcessorCount);

    /// <summary>
    /// Starts <paramref name="file"/>, a path from the root such as <c>tutorial/01-echo-server.cs</c>.
    /// </summary>
    public static async Task<RunningProgram> StartAsync(string file, params IEnumerable<string> arguments)
    {
        await BuildAsync(file);
        return RunningProgram.Start("dotnet", ["run", "--no-build", file, "--", .. arguments]);
    }

    /// <summary>Builds a lesson, once, and returns what the compiler said.</summary>
    public static Task<string> BuildAsync(string file) =>
        Builds.GetOrAdd(Path.GetFileName(file), _ => new Lazy<Task<string>>(() => BuildNowAsync(file))).Value;

    private static async Task<string> BuildNowAsync(string file)
    {
        await BuildSlots.WaitAsync();
        try
        {
            await using var build = RunningProgram.Start("dotnet", "build", "-nologo", file);
            string output = string.Join('\n', await build.ReadToEndAsync());
            return await build.WaitForExitAsync() == 0
                ? output
                : throw new InvalidOperationException($"{file} does not build:\n{output}");
        }
        finally
        {
            BuildSlots.Release();
        }
    }
}
