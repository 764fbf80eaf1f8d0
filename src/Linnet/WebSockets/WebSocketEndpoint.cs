// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Diagnostics;
using Linnet.Exchanges;
using Linnet.Protocol.WebSockets;
using Linnet.Sockets;

namespace Linnet.WebSockets;

/// <summary>
/// A handler that opens a WebSocket and gives it to another: the handshake before, the close handshake after, whatever
/// happens in between.
/// </summary>
internal sealed class WebSocketEndpoint(Func<ServerWebSocket, HttpExchange, Task> handler, WebSocketOptions options)
{
    /// <summary>Answers a request.</summary>
    public async ValueTask HandleAsync(HttpExchange exchange)
    {
        HandshakeRefusal refusal = exchange.Stopping.IsCancellationRequested
            ? new(503, "The server is stopping.")
            : OpeningHandshake.Judge(exchange.Request, options);
        if (refusal != HandshakeRefusal.None)
        {
            await RefuseAsync(exchange.Response, refusal).ConfigureAwait(false);
            return;
        }

        string? subProtocol = OpeningHandshake.ChooseSubProtocol(exchange.Request, options);
        ResponseHeaders headers = exchange.Response.Headers;
        headers["Sec-WebSocket-Accept"] = OpeningHandshake.Accept(exchange.Request);
        headers["Sec-WebSocket-Protocol"] = subProtocol;
        DeflateAgreement compression = default;
        bool isCompressed = options.Compresses
            && DeflateOffer.TryTake(exchange.Request.Headers["Sec-WebSocket-Extensions"], out compression);
        headers["Sec-WebSocket-Extensions"] = isCompressed ? DeflateOffer.AnswerOf(compression) : null;
        Connection connection = await exchange.UpgradeAsync("websocket").ConfigureAwait(false);
        SocketWatch watch = new(exchange, options);
        FrameReceiver receiver = new(connection, options, watch.Clock, isCompressed);
        FrameSender sender = new(
            connection, options.MaxQueuedBytes, watch, isCompressed ? MostCompressedBytes(compression) : 0);
        Conversation conversation = new(connection, receiver, sender, watch);
        await ConverseAsync(exchange, conversation, subProtocol).ConfigureAwait(false);
    }

    // What the base library compresses refers up to 2¹⁵ bytes back: within a smaller window only what is no longer than it.
    private static int MostCompressedBytes(in DeflateAgreement compression) =>
        compression.ServerWindowBits == 15 ? int.MaxValue : 1 << compression.ServerWindowBits;

    private static ValueTask RefuseAsync(HttpResponse response, HandshakeRefusal refusal)
    {
        response.StatusCode = refusal.Status;
        response.Headers["X-Content-Type-Options"] = "nosniff";
        switch (refusal.Status)
        {
            case 405:
                // RFC 9110 §15.5.6: which methods there are.
                response.Headers["Allow"] = "GET";
                break;
            case 426:
                // RFC 6455 §4.4, RFC 9110 §15.5.22: which version, and which protocol.
                response.Headers["Sec-WebSocket-Version"] = "13";
                response.Headers["Upgrade"] = "websocket";
                break;
            default:
                break;
        }

        return response.WriteAsync(refusal.Reason + "\n", CancellationToken.None);
    }

    private async Task ConverseAsync(HttpExchange exchange, Conversation conversation, string? subProtocol)
    {
        using ServerWebSocket socket = new(conversation, subProtocol);
        bool isCounted = SocketMetrics.TryAdd();
        int code = CloseFrame.Normal;
        exchange.WhenStopping(conversation);
        try
        {
            await handler(socket, exchange).ConfigureAwait(false);
        }
        catch (WebSocketException) when (socket.State != WebSocketState.Open)
        {
            // The conversation has ended before the handler has, which is nobody's fault.
        }
        catch (OperationCanceledException) when (exchange.Stopping.IsCancellationRequested)
        {
            // The handler was told to stop, and has.
            code = CloseFrame.GoingAway;
        }
        catch (Exception exception)
        {
            exchange.HandlerFailed(exception);
            code = CloseFrame.ServerFailed;
        }
        finally
        {
            exchange.WhenStopping(null);
            await conversation.EndAsync(code).ConfigureAwait(false);
            socket.Release();
            if (isCounted)
            {
                SocketMetrics.Remove();
            }
        }
    }
}
