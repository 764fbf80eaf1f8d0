// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;

namespace Linnet.Cli.Serving;

/// <summary>The browser of the user. It is started by the system's own opener with one argument, and never through a shell.</summary>
internal static class Browser
{
    /// <summary>Opens a page.</summary>
    /// <exception cref="IOException">There is nothing to open it with.</exception>
    public static void Open(Uri page)
    {
        string opener = OperatingSystem.IsWindows() ? "explorer.exe" : OperatingSystem.IsMacOS() ? "open" : "xdg-open";
        ProcessStartInfo start = new(opener, [page.AbsoluteUri]) { UseShellExecute = false };
        try
        {
            using Process? process = Process.Start(start);
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"{opener}, which opens pages here, cannot be started. Open {page.AbsoluteUri} yourself.", failure);
        }
    }
}
