// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;

using Xunit;

namespace Linnet.Cli.Tests.Manual;

/// <summary>The files that are printed from the table, and what prints them.</summary>
internal static class Repository
{
    /// <summary>
    /// Expects a file to be what is printed. With LINNET_PRINT=1 it is made so first.
    /// </summary>
    public static void Expect(string path, Func<string, string> print)
    {
        string full = Path.Combine(Root(), path);
        string there = File.Exists(full) ? File.ReadAllText(full).ReplaceLineEndings("\n") : "";
        string printed = print(there);
        if (Environment.GetEnvironmentVariable("LINNET_PRINT") == "1")
        {
            File.WriteAllText(full, printed);
            there = printed;
        }

        Assert.True(
            there == printed, $"{path} is not what the table says: LINNET_PRINT=1 dotnet run --project tests/Linnet.Cli.Tests prints it.");
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Linnet.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }
}
