// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading.Tasks;

namespace Linnet.Load.Simulations;

/// <summary>Opens a WebSocket, says what a script has, and hears that it is answered as RFC 6455 asks.</summary>
internal sealed class ConversingClient(ClientLink link)
{
    // RFC 6455 §1.3 has the pair.
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";
    private const string Accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private readonly ConversationScript _script = new(link.Random, link.DrawSize);
    private Task _sent = Task.CompletedTask;
    private bool _isClosing;
    private bool _isCutOff;

    /// <summary>Converses.</summary>
    public async Task RunAsync()
    {
        int request = link.Episode.NextRequest();
        string kind = ModelConversation.Kinds[link.Random.Next(ModelConversation.Kinds.Length)];
        await link.SendAsync(
            $"GET /converse/{request}/{kind} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Key}\r\n\r\n");
        ModelResponse response = await link.Reader.ReadAsync();
        if (response.Status != 101)
        {
            bool isStopped = response.Status == 503 && link.Episode.IsStopping;
            link.Expect(isStopped || link.IsExcusedBy(response), $"is given no WebSocket: {response.Status}");
            return;
        }

        link.Expect(response.Field("Sec-WebSocket-Accept") == Accept, "is accepted wrongly");
        ConversationCheck check = new(_script, kind);
        try
        {
            await link.ReadWhileAsync(SpeakAsync(), () => HearAsync(check));
            link.Answered(request, !link.IsExcused);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // A server that stops says so here, so that nobody has to guess.
            link.Expect(link.IsExcused || _script.IsReset, $"in {kind}: {failure.Message}");
        }
        finally
        {
            await _sent;
        }
    }

    private async Task SpeakAsync()
    {
        foreach (byte[] piece in _script.Pieces)
        {
            // What came after half a frame would be taken for its other half.
            _isCutOff = _script.EndsWithinFrame && piece == _script.Pieces[^1];
            await SendInTurnAsync(piece);
            if (_isClosing)
            {
                return;
            }

            if (!_isCutOff && link.Random.Next(3) == 0)
            {
                // Sometimes for so long that it is asked whether it is there.
                await link.PauseAsync(link.Random.Next(8) == 0 ? 60_000 : 2000);
            }
        }

        if (_script.IsReset)
        {
            link.Connection.Abort();
        }
        else if (!_script.IsLast)
        {
            await link.EndAsync();
        }
    }

    private async Task HearAsync(ConversationCheck check)
    {
        while (!await link.Reader.IsAtEndAsync())
        {
            ModelFrame frame = await link.Reader.TakeFrameAsync();
            if (check.Hear(frame) is { } wrong)
            {
                link.Expect(false, $"in {check.Kind}: {wrong}");
                return;
            }

            if (frame.Opcode == ModelFrame.Ping && !_isCutOff)
            {
                _ = SendInTurnAsync(_script.Frame(ClientFrames.Final | ModelFrame.Pong, frame.Payload));
            }

            if (frame.Opcode == ModelFrame.Close)
            {
                // A server that has closed waits two seconds for what is under way to it, and then resets.
                Task answering = AnswerCloseAsync(check, frame);
                await ClientLink.SettleAsync(ExpectNothingAsync(check));
                await answering;
                break;
            }
        }

        if (!link.IsExcused && check.End(link.Episode.IsStopping) is { } end)
        {
            link.Expect(false, $"in {check.Kind}: {end}");
        }
    }

    private async Task ExpectNothingAsync(ConversationCheck check) =>
        link.Expect((await link.Reader.TakeRestAsync()).Length == 0, $"in {check.Kind}: hears more after the end");

    /// <summary>RFC 6455 §5.5.1: a close frame is answered with one, unless one has been sent.</summary>
    private async Task AnswerCloseAsync(ConversationCheck check, ModelFrame frame)
    {
        _isClosing = true;
        if (!_isCutOff && (frame.CloseCode != _script.CloseCode || !check.IsClosedByClient))
        {
            await ClientLink.SettleAsync(SendInTurnAsync(_script.Frame(ClientFrames.Final | ModelFrame.Close, frame.Payload)));
        }

        await link.EndAsync();
    }

    /// <summary>Sends once everything before has been sent: a frame is never begun within another.</summary>
    private async Task SendInTurnAsync(byte[] bytes)
    {
        // A source of its own, for a task that two await goes on by the thread pool.
        TaskCompletionSource sent = new();
        Task before = _sent;
        _sent = sent.Task;
        await before;
        try
        {
            await link.SendAsync(bytes);
        }
        finally
        {
            sent.SetResult();
        }
    }
}
