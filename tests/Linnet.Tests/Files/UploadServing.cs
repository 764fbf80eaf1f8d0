// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>A folder that takes uploads, and a client that sends exactly what it is told.</summary>
internal sealed class UploadServing : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FileServing _serving;

    private UploadServing(FileServing serving, ScratchFolder scratch)
    {
        _serving = serving;
        Scratch = scratch;
    }

    public ScratchFolder Scratch { get; }

    public Uri Address => _serving.Address;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<UploadServing> StartAsync(
        ScratchFolder scratch, UploadOptions? uploads = null, FileHandlerOptions? files = null, TimeProvider? time = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Uploads need Linux.");
        FileHandlerOptions options = new()
        {
            Uploads = uploads ?? new UploadOptions(),
            ServeHidden = files?.ServeHidden ?? false,
            ListFolders = true,
            Prefix = files?.Prefix ?? "",
            FollowLinksInsideRoot = files?.FollowLinksInsideRoot ?? false,
        };
        FileHandler handler = new(scratch.Site, options, time ?? TimeProvider.System);
        return new UploadServing(await FileServing.StartAsync(handler), scratch);
    }

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>A request with a body of known length, after which the connection closes.</summary>
    public static byte[] Request(string method, string target, string body, string fields = "") => Bytes(
        $"{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{fields}Content-Length: {body.Length}\r\n\r\n{body}");

    public static string Form(params (string Name, string FileName, string Content)[] parts) =>
        string.Concat(parts.Select(part =>
            $"--b\r\nContent-Disposition: form-data; name=\"{part.Name}\"; filename=\"{part.FileName}\"\r\n\r\n{part.Content}\r\n"))
        + "--b--\r\n";

    public Task<RawResponse> SendAsync(string method, string target, string body = "", string fields = "") =>
        SendAsync(Request(method, target, body, fields));

    public Task<RawResponse> PostFormAsync(string target, string form, string fields = "") =>
        SendAsync("POST", target, form, "Content-Type: multipart/form-data; boundary=b\r\n" + fields);

    public async Task<RawResponse> SendAsync(byte[] request)
    {
        using CarriedStream client = await ConnectAsync();
        await client.Stream.WriteAsync(request, Cancelled);
        return (await ReadAllAsync(client))[^1];
    }

    /// <summary>Every head that came, interim ones too.</summary>
    public async Task<List<RawResponse>> SendForAllAsync(byte[] request)
    {
        using CarriedStream client = await ConnectAsync();
        await client.Stream.WriteAsync(request, Cancelled);
        return await ReadAllAsync(client);
    }

    public Task<CarriedStream> ConnectAsync() => Carriage.ConnectAsync(_serving.EndPoint);

    /// <summary>Sends the beginning of a request, and leaves as if the line were cut.</summary>
    public async Task SendAndLeaveAsync(ReadOnlyMemory<byte> beginning)
    {
        using CarriedStream client = await ConnectAsync();
        Stream stream = client.Stream;
        await stream.WriteAsync(beginning, Cancelled);
        client.Socket.Shutdown(SocketShutdown.Send);

        // What comes is of no interest; that it ends says that the server is done with it.
        using MemoryStream rest = new();
        try
        {
            await stream.CopyToAsync(rest, Cancelled).WaitAsync(Patience, Cancelled);
        }
        catch (IOException)
        {
            // Reset: done, too.
        }
    }

    /// <summary>All files below the top, hidden ones too.</summary>
    public string[] Names() => Directory
        .EnumerateFileSystemEntries(Scratch.Top, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = 0,
        })
        .Select(path => Path.GetRelativePath(Scratch.Site, path))
        .Where(name => name is not ".")
        .Order(StringComparer.Ordinal)
        .ToArray();

    public string Read(string name) => File.ReadAllText(Path.Combine(Scratch.Site, name), Encoding.Latin1);

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    private static async Task<List<RawResponse>> ReadAllAsync(CarriedStream client)
    {
        using MemoryStream received = new();
        await client.Stream.CopyToAsync(received, Cancelled).WaitAsync(Patience, Cancelled);
        List<RawResponse> responses = [];
        byte[] rest = received.ToArray();
        while (true)
        {
            RawResponse response = new(rest);
            responses.Add(response);
            if (response.Status >= 200)
            {
                return responses;
            }

            rest = response.Body;
        }
    }
}
