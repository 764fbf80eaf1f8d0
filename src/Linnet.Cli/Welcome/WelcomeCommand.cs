// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.CommandLine;

using Linnet.Cli.Serving;

namespace Linnet.Cli.Welcome;

/// <summary><c>linnet</c> alone: the welcome site.</summary>
internal static class WelcomeCommand
{
    /// <summary>What the root command does when no verb is named.</summary>
    public static void AddTo(RootCommand root, Terminal terminal)
    {
        ServingOptions options = new();
        options.AddTo(root);
        root.SetAction((command, stopping) =>
            options.Serving(command, terminal)
                .RunAsync("shows you your own request", WelcomeSite.HandleAsync, stopping));
    }
}
