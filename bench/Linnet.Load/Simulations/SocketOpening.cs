// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;

namespace Linnet.Load.Simulations;

/// <summary>Opens WebSockets as RFC 6455 §4.1 asks of clients.</summary>
internal static class SocketOpening
{
    // RFC 6455 §1.3 has the pair.
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";
    private const string Accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    /// <summary>Opens one; false when there is none, which the network or a server that stops has to explain.</summary>
    public static async Task<bool> TryAsync(ClientLink link, string path, CompressionOffer offer)
    {
        await link.SendAsync(
            $"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Key}\r\n{offer.Line}\r\n");
        ModelResponse response = await link.Reader.ReadAsync();
        if (response.Status != 101)
        {
            bool isStopped = response.Status == 503 && link.Episode.IsStopping;
            link.Expect(isStopped || link.IsExcusedBy(response), $"is given no WebSocket: {response.Status}");
            return false;
        }

        string? extensions = response.Field("Sec-WebSocket-Extensions");
        link.Expect(response.Field("Sec-WebSocket-Accept") == Accept, "is accepted wrongly");
        link.Expect(offer.IsAnsweredBy(extensions), $"is answered {extensions} to {offer.Field}");
        return true;
    }
}
