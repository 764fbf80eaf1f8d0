// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.CommandLine;

using Linnet.Cli.Access;
using Linnet.Cli.Manual;
using Linnet.Cli.Serving;

namespace Linnet.Cli;

/// <summary>All verbs of the command.</summary>
internal static class CommandTree
{
    /// <summary>The command with its verbs.</summary>
    public static RootCommand Create(Terminal terminal)
    {
        RootCommand root = new("A server that starts at the socket, and tools to see what happens there.")
        {
            HelpName = "linnet",
        };
        root.Add(ServeCommand.Create());
        root.Add(EchoCommand.Create(terminal));
        root.Add(SendCommand.Create(terminal));
        root.Add(HashCommand.Create(terminal));
        ManualCommands.AddTo(root, terminal);
        HelpWithExamples.AddTo(root);
        return root;
    }
}
