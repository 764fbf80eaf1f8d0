// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace Linnet.Compare.Peers;

/// <summary>The servers, and how each is started.</summary>
internal static class AllPeers
{
    private const string SecuredHello = $"{Ports.OverTls}/plaintext";

    private static readonly string[] Everything = ["/plaintext", "/hello/", "/json", "/100k", "/echo", "/block", "/f/", SecuredHello];

    /// <summary>Their names; the first is the one the others are compared with.</summary>
    public static IReadOnlyList<string> Names { get; } = ["linnet", "linnet-sockets", "floor", "nginx", "kestrel", "python"];

    /// <summary>The server of that name.</summary>
    public static Peer Find(string name, Scratch scratch) => name switch
    {
        "linnet" => new Peer(name, Everything, ports => Ours("Linnet.Bench.Server", scratch, ports)),
        "linnet-sockets" => new Peer(name, Everything, ports => Ours("Linnet.Bench.Server", scratch, ports, "sockets")),
        "kestrel" => new Peer(name, Everything, ports => Ours("Linnet.Bench.Kestrel", scratch, ports)),
        "floor" => new Peer(name, ["/plaintext"], ports => Floor(scratch, ports.Plain)),
        "nginx" => new Peer(name, ["/plaintext", "/json", "/100k", "/f/", SecuredHello], ports => Nginx(scratch, ports)),
        "python" => new Peer(name, ["/f/"], ports => Python(scratch, ports.Plain)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such server."),
    };

    /// <summary>A server of this repository, which the build has put beside this program.</summary>
    private static ProcessStartInfo Ours(string project, Scratch scratch, Ports ports, params string[] arguments)
    {
        string pivot = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string program = Path.Combine(AppContext.BaseDirectory, "..", "..", project, pivot, project);
        return new ProcessStartInfo(Path.GetFullPath(program), [Text(ports.Plain), .. arguments])
        {
            Environment = { ["FILES"] = scratch.Files, ["HTTPS_PORT"] = Text(ports.Secured), ["PEM"] = scratch.Certificate },
        };
    }

    private static ProcessStartInfo Floor(Scratch scratch, int port)
    {
        string program = Path.Combine(scratch.Folder, "floor");
        if (!File.Exists(program))
        {
            using Process compiler = Process.Start(
                "gcc", ["-O2", "-pthread", Path.Combine(Scratch.Assets, "floor.c"), "-o", program]);
            compiler.WaitForExit();
        }

        return new ProcessStartInfo(program, [Text(port), Text(Environment.ProcessorCount)]);
    }

    private static ProcessStartInfo Nginx(Scratch scratch, Ports ports)
    {
        string settings = Path.Combine(scratch.Folder, "nginx.conf");
        File.WriteAllText(settings, File.ReadAllText(Path.Combine(Scratch.Assets, "nginx.conf"))
            .Replace("PROCESSORS", Text(Environment.ProcessorCount), StringComparison.Ordinal)
            .Replace("SCRATCH", scratch.Folder, StringComparison.Ordinal)
            .Replace("FILES", scratch.Files, StringComparison.Ordinal)
            .Replace("HTTPS_PORT", Text(ports.Secured), StringComparison.Ordinal)
            .Replace("PORT", Text(ports.Plain), StringComparison.Ordinal));
        return new ProcessStartInfo("nginx", ["-c", settings]);
    }

    /// <summary>What many people serve a folder with.</summary>
    private static ProcessStartInfo Python(Scratch scratch, int port)
    {
        string root = Path.Combine(scratch.Folder, "python");
        Directory.CreateDirectory(root);
        Directory.CreateSymbolicLink(Path.Combine(root, "f"), scratch.Files);
        File.WriteAllText(Path.Combine(root, "plaintext"), "Hello, World!");

        // It logs every request to its standard error; where that goes is not what is measured.
        return new ProcessStartInfo(
            "sh", ["-c", $"exec python3 -m http.server {Text(port)} --bind 127.0.0.1 --directory '{root}' 2> /dev/null"]);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
