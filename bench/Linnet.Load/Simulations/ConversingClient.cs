// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading.Tasks;

namespace Linnet.Load.Simulations;

/// <summary>Opens a WebSocket, says what a script has, and hears that it is answered as RFC 6455 asks.</summary>
internal sealed class ConversingClient
{
    private readonly ClientLink _link;
    private readonly CompressionOffer _offer;
    private readonly ConversationScript _script;
    private Task _sent = Task.CompletedTask;
    private bool _isClosing;
    private bool _isCutOff;

    /// <summary>A client that knows already what it is going to say.</summary>
    public ConversingClient(ClientLink link)
    {
        _link = link;
        _offer = CompressionOffer.Draw(link.Random);
        _script = new ConversationScript(link.Random, _offer.IsTaken, link.DrawSize);
    }

    /// <summary>Converses.</summary>
    public async Task RunAsync()
    {
        int request = _link.Episode.NextRequest();
        string kind = ModelConversation.Kinds[_link.Random.Next(ModelConversation.Kinds.Length)];
        if (!await SocketOpening.TryAsync(_link, $"/converse/{request}/{kind}", _offer))
        {
            return;
        }

        ConversationCheck check = new(_script, _offer, kind);
        try
        {
            await _link.ReadWhileAsync(SpeakAsync(), () => HearAsync(check));
            _link.Answered(request, !_link.IsExcused);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // A server that stops says so here, so that nobody has to guess.
            _link.Expect(_link.IsExcused || _script.IsReset, $"in {kind}: {failure.Message}");
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

            if (!_isCutOff && _link.Random.Next(3) == 0)
            {
                // Sometimes for so long that it is asked whether it is there.
                await _link.PauseAsync(_link.Random.Next(8) == 0 ? 60_000 : 2000);
            }
        }

        if (_script.IsReset)
        {
            _link.Connection.Abort();
        }
        else if (!_script.IsLast)
        {
            await _link.EndAsync();
        }
    }

    private async Task HearAsync(ConversationCheck check)
    {
        while (!await _link.Reader.IsAtEndAsync())
        {
            ModelFrame frame = await _link.Reader.TakeFrameAsync();
            if (check.Hear(frame) is { } wrong)
            {
                _link.Expect(false, $"in {check.Kind}: {wrong}");
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

        if (!_link.IsExcused && check.End(_link.Episode.IsStopping) is { } end)
        {
            _link.Expect(false, $"in {check.Kind}: {end}");
        }
    }

    private async Task ExpectNothingAsync(ConversationCheck check) =>
        _link.Expect((await _link.Reader.TakeRestAsync()).Length == 0, $"in {check.Kind}: hears more after the end");

    /// <summary>RFC 6455 §5.5.1: a close frame is answered with one, unless one has been sent.</summary>
    private async Task AnswerCloseAsync(ConversationCheck check, ModelFrame frame)
    {
        _isClosing = true;
        if (!_isCutOff && (frame.CloseCode != _script.CloseCode || !check.IsClosedByClient))
        {
            await ClientLink.SettleAsync(SendInTurnAsync(_script.Frame(ClientFrames.Final | ModelFrame.Close, frame.Payload)));
        }

        await _link.EndAsync();
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
            await _link.SendAsync(bytes);
        }
        finally
        {
            sent.SetResult();
        }
    }
}
