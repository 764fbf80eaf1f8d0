// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;

using Linnet.Cli.QrCodes;

namespace Linnet.Cli.Serving;

/// <summary>What happens once a server listens: the banner, a code for a telephone, and the page in a browser.</summary>
/// <param name="plan">Where and how it runs.</param>
/// <param name="terminal">Where it is shown.</param>
/// <param name="log">What says it.</param>
internal sealed class Announcement(ServerPlan plan, Terminal terminal, ServerLog log)
{
    /// <summary>Makes it.</summary>
    public void Make(string what, HttpServer server, HttpServer? redirect, HttpServer? shown)
    {
        Banner banner = new(plan, server.BoundEndPoints, plan.IsLan ? Reach.OfThisMachine() : []);
        foreach (string line in banner.Lines(what, redirect?.BoundEndPoints, shown?.BoundEndPoints))
        {
            log.Say($"{line}");
        }

        if (terminal.IsInteractive && banner.Remote is { } remote && QrCode.Of(remote.AbsoluteUri) is { } code)
        {
            foreach (string line in QrText.Lines(code))
            {
                log.Say($"  [white on black]{line}[/]");
            }
        }

        if (plan.Open is { } path && banner.Local is { } local)
        {
            OpenPage(new Uri(local, path));
        }
    }

    private void OpenPage(Uri page)
    {
        try
        {
            Browser.Open(page);
        }
        catch (IOException failure)
        {
            log.SayFailed(failure);
        }
    }
}
