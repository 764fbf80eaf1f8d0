// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Sockets;
using Linnet.Testing;
using Linnet.Tests.Connections;
using Linnet.Tests.Diagnostics;
using Linnet.Tests.Sockets;

using Xunit;

namespace Linnet.Tests.Tls;

/// <summary>What whoever measures is told of handshakes.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class SecurityMetricsTests
{
    private const string Handshakes = "linnet.server.tls_handshakes";

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "PlainText")]
    [InlineData("\u0016\u0003\u0001\0\u0005xxxxx", "Failed")]
    public async Task Handshakes_are_counted_by_what_came_of_them(string bytes, string result)
    {
        using Measurements measured = new(Handshakes);
        await using SecureServer server = await SecureServer.StartAsync(new EchoHandler().EchoAsync, TestCertificates.Local);
        await using Connection connection = await server.ConnectAsync();
        RawClient client = new(connection);
        await client.SendAsync(bytes);
        await client.ReceiveAllAsync();
        Assert.Equal([$"{Handshakes} result={result}"], measured.All);

        Assert.Equal(200, (await server.GetAsync()).Status);
        Assert.Equal(1, measured.Sum($"{Handshakes} result=Done"));
    }

    [Fact]
    public async Task A_handshake_that_takes_too_long_is_counted()
    {
        using Measurements measured = new(Handshakes);
        await using ServedConnection served = ServedConnection.Start(new EchoHandler().EchoAsync, tls: TlsPair.Settings);
        await served.Client.SendAsync("\u0016");
        await Eventually.TrueAsync(() => served.Server.IsReceiving);
        served.Advance(TimeSpan.FromSeconds(6));
        await served.EndAsync();
        Assert.Equal([$"{Handshakes} result=TimedOut"], measured.All);
    }
}
