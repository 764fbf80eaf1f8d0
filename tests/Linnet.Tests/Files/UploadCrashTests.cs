// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>A process that is killed leaves nothing but what can be resumed. The killed one is this program, started again.</summary>
public sealed class UploadCrashTests : IDisposable
{
    private const string Variable = "LINNET_TEST_UPLOADS_TO";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ScratchFolder _scratch = new();

    [ModuleInitializer]
    internal static void ServeIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } folder)
        {
            return;
        }

        using FileHandler handler = new(folder, new FileHandlerOptions { ListFolders = true, Uploads = new() });
        HttpServer server = new("http://127.0.0.1:0", handler.HandleAsync);
        server.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        Console.WriteLine(((IPEndPoint)server.BoundEndPoints[0]).Port);

        // Whoever started it kills it; if that one died first, its end of the pipe is gone.
        _ = Console.In.ReadToEnd();
        Environment.Exit(0);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("Upload-Complete: ?1\r\n", 1)]
    public async Task A_server_that_is_killed_leaves_nothing_visible(string fields, int partials)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Uploads need Linux.");
        string assembly = typeof(UploadCrashTests).Assembly.Location;
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", assembly])
        {
            Environment = { [Variable] = _scratch.Site },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            string port = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? "";
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, int.Parse(port));
            byte[] request = UploadServing.Request("PUT", "/a.txt", new string('x', 500_000), fields);
            await client.GetStream().WriteAsync(request.AsMemory(0, request.Length - 1));
            await Sockets.Eventually.TrueAsync(() => IsWriting(process.Id));
            process.Kill();
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            process.Kill();
        }

        Assert.Equal(
            partials == 0 ? [] : [".linnet-uploads"],
            Directory.EnumerateFileSystemEntries(_scratch.Site).Select(Path.GetFileName));
        string[] left = Directory.EnumerateFiles(_scratch.Site, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = 0,
        }).ToArray();
        Assert.Equal(partials, left.Length);
        if (partials == 0)
        {
            return;
        }

        // What the dead one had locked goes on with another.
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        string address = "/a.txt?upload=" + Path.GetFileName(left[0]);
        int offset = int.Parse((await serving.SendAsync("HEAD", address))["Upload-Offset"]);
        Assert.True(offset > 0);
        RawResponse done = await serving.SendAsync(
            "PATCH",
            address,
            new string('x', 500_000 - offset),
            $"Content-Type: application/partial-upload\r\nUpload-Offset: {offset}\r\nUpload-Complete: ?1\r\n");
        Assert.Equal(201, done.Status);
        Assert.Equal(new string('x', 500_000), serving.Read("a.txt"));
        Assert.Equal(["a.txt"], serving.Names());
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>Whether the process has a file below the folder that is not empty.</summary>
    private bool IsWriting(int process) => Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Any(descriptor =>
    {
        string? target = new FileInfo(descriptor).LinkTarget;
        return target is not null
            && target.StartsWith(_scratch.Site, StringComparison.Ordinal)
            && File.Exists(descriptor)
            && !Directory.Exists(descriptor)
            && LengthOf(descriptor, target) > 0;
    });

    private static long LengthOf(string descriptor, string target)
    {
        if (File.Exists(target))
        {
            return new FileInfo(target).Length;
        }

        using FileStream file = new(descriptor, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return file.Length;
    }
}
