// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Files;

namespace Linnet.Cli.Serving;

/// <summary><c>linnet serve</c>: the files of a folder, or one file, over HTTP.</summary>
internal static class ServeCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create(Terminal terminal)
    {
        Argument<string> path = new("PATH")
        {
            Description = "The folder to serve, or one file, which is then served at /.",
            DefaultValueFactory = _ => ".",
        };
        ServingOptions options = new();
        Verb verb = new("serve", "Serve a folder, or one file, over HTTP.")
        {
            Examples =
            [
                ("linnet serve", "the folder you are in, on http://127.0.0.1:65432"),
                ("linnet serve site -l http://localhost:8080", "another folder and port, IPv4 and IPv6"),
                ("linnet serve talk.pdf -l 'http://*:8080'", "one file, for everybody on your network"),
                ("linnet serve --tls", "the folder you are in, on https://127.0.0.1:65432"),
                ("linnet serve site -l unix:/tmp/site.sock", "behind a Unix socket"),
            ],
        };
        verb.Add(path);
        options.AddTo(verb);
        verb.SetAction((command, stopping) => RunAsync(
            command.GetRequiredValue(path),
            options.Serving(command, terminal),
            stopping));
        return verb;
    }

    private static async Task<int> RunAsync(string path, HttpServing serving, CancellationToken stopping)
    {
        using FileHandler files = Open(path);
        string what = $"serves {Visible.Escape(Path.GetFullPath(path))}";
        return await serving.RunAsync(what, files.HandleAsync, stopping);
    }

    private static FileHandler Open(string path)
    {
        try
        {
            return new FileHandler(path, new FileHandlerOptions { ListFolders = true });
        }
        catch (FileNotFoundException failure)
        {
            throw new FileNotFoundException(
                $"There is no file or folder '{Visible.Escape(path)}'. Name one that is there, or none to serve the folder "
                + "you are in.",
                failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new UnauthorizedAccessException(
                $"'{Visible.Escape(path)}' may not be read by you. Change its permissions (chmod u+rx), or take another.",
                failure);
        }
    }
}
