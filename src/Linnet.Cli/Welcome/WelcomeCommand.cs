// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Cli.Serving;
using Linnet.Cli.Settings;

namespace Linnet.Cli.Welcome;

/// <summary><c>linnet</c> alone: the welcome site.</summary>
internal static class WelcomeCommand
{
    /// <summary>What the command does when no verb is named.</summary>
    public static ServerAction Action(Terminal terminal) => new(
        "linnet",
        ServerSettings.OfWelcome,
        (values, stopping) => new HttpServing(ServerPlan.Read(values), terminal)
            .RunAsync("shows you your own request", WelcomeSite.HandleAsync, stopping));
}
