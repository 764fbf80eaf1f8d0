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
/// A lesson or a sample as a reader runs it: <c>dotnet run FILE</c> in the root of the repository. Each file is
/// built once, by whichever test needs it first, and then run without a look at whether it changed.
/// </summary>
internal static class Lesson
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Builds = new();

    // The tests' own: artifacts/bin/PROJECT/CONFIGURATION/ is where they lie.
    private static readonly string Configuration =
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    // Building is what costs here, and a build keeps about one core busy.
    private static readonly SemaphoreSlim BuildSlots = new(Environment.ProcessorCount);

    /// <summary>
    /// Starts <paramref name="file"/>, a path from the root such as <c>tutorial/01-echo-server.cs</c>.
    /// </summary>
    public static async Task<RunningProgram> StartAsync(string file, params IEnumerable<string> arguments)
    {
        await BuildAsync(file);
        return RunningProgram.Start("dotnet", ["run", "--no-build", "-c", Configuration, file, "--", .. arguments]);
    }

    /// <summary>Builds a program, once, and returns what the compiler said.</summary>
    public static Task<string> BuildAsync(string file) =>
        Builds.GetOrAdd(file, _ => new Lazy<Task<string>>(() => BuildNowAsync(file))).Value;

    private static async Task<string> BuildNowAsync(string file)
    {
        await BuildSlots.WaitAsync();
        try
        {
            // What a program refers to was built with these tests, and two builds at once would not agree on its files.
            await using var build = RunningProgram.Start(
                "dotnet", "build", "-nologo", "-c", Configuration, "-p:BuildProjectReferences=false", file);
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
