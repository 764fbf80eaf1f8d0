// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Text;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Tests.Sockets;
using Linnet.Tls;

using Xunit;

namespace Linnet.Tests.Tls;

/// <summary>Counts what a request over TLS costs the heap, both ends together. No time is measured.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class TlsAllocationTests
{
    private static readonly byte[] Hello = Encoding.ASCII.GetBytes("Hello, World!");

    [Fact]
    [Rfc("9112", "9.3")]
    public async Task A_request_on_a_kept_connection_allocates_nothing_over_TLS()
    {
        await using SecureServer server = await SecureServer.StartAsync(AnswerAsync, TestCertificates.Local);
        await using TlsConnection client = await server.SecureAsync();
        await RequestCost.ExpectNoneAsync(client, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", Hello.Length);
    }

    private static ValueTask AnswerAsync(HttpExchange exchange)
    {
        exchange.Response.ContentLength = Hello.Length;
        return exchange.Response.WriteAsync(Hello);
    }
}
