// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Testing;
using Linnet.Tests.Connections.Memory;
using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>A connection serves one of the two schemes, and whoever asks for the other is told so.</summary>
public sealed class SchemeTests
{
    [Theory]
    [InlineData(false, "http://a/", 200)]
    [InlineData(false, "https://a/", 421)]
    [InlineData(true, "https://a/", 200)]
    [InlineData(true, "http://a/", 421)]
    [InlineData(false, "/", 200)]
    [InlineData(true, "/", 200)]
    [Rfc("9110", "7.4")]
    [Attack("HD-05")]
    public async Task A_target_of_the_scheme_that_its_connection_does_not_serve_is_misdirected(
        bool isSecured, string target, int status)
    {
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(
            handler.EchoAsync, pose: connection => new PosingConnection(connection, isSecured));
        await served.Client.SendAsync($"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n{EchoHandler.Canary}");
        ReceivedResponse response = await served.Client.ReceiveAsync();
        Assert.Equal(status, response.Status);
        if (status == 421)
        {
            Assert.True(response.SaysClose);
            await served.Client.ExpectEndAsync();
            Assert.Equal(0, handler.Canaries);
        }
    }
}
