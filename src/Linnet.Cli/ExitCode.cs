// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Cli;

/// <summary>What the command tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>It did what was asked, to the end or until it was told to stop.</summary>
    public const int Done = 0;

    /// <summary>It could not, and one line on the error output says why.</summary>
    public const int Failed = 1;

    /// <summary>It was not asked properly, and one line on the error output says what to write instead.</summary>
    public const int WrongUsage = 2;
}
