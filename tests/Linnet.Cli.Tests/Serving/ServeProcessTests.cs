// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.Http;
using System.Threading.Tasks;

using Xunit;

namespace Linnet.Cli.Tests.Serving;

/// <summary>The command as a shell starts and stops it.</summary>
public sealed class ServeProcessTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_it_although_a_client_keeps_its_connection(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        using TemporaryFolder folder = new();
        folder.Write("a.txt", "hello"u8);
        await using ProcessRun process = ProcessRun.StartLinnet("serve", folder.Path, "-l", "http://127.0.0.1:0");
        Uri root = await BannerReader.ReadUriAsync(() => process.Error.ReadLineAsync());
        using HttpClient client = new() { BaseAddress = root };
        Assert.Equal("hello", await client.GetStringAsync(new Uri("a.txt", UriKind.Relative)));

        await process.SignalAsync(signal);

        Assert.Equal(0, await process.ExitAsync());
        Assert.Matches("^1 request, 5 B sent, in [0-9.]+ s\\.\n$", await process.Error.ReadToEndAsync());
        Assert.Matches("^{\"time\":.*\"GET /a.txt HTTP/1.1\".*}\n$", await process.Output.ReadToEndAsync());
    }
}
