// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Load.Simulations;

/// <summary>
/// Asks for much and reads nothing: the rows RL-03 and WS-10 of docs/attacks.md. Whoever begins to read after some minutes has
/// lost nothing; whoever never does has been given up by then, whatever the network did.
/// </summary>
internal sealed class DeafClient(ClientLink link)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(22);
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);

    private readonly int _request = link.Episode.NextRequest();

    /// <summary>Asks for a response, and never reads it.</summary>
    public async Task AskAsync()
    {
        string kind = link.Random.Next(2) == 0 ? "whole" : "parts";
        await ClientLink.SettleAsync(link.SendAsync(AskingClient.Head(_request, kind, 200_000)));
        await StayDeafAsync();
    }

    /// <summary>Opens a WebSocket in which much is said.</summary>
    public async Task ConverseAsync()
    {
        if (!await SocketOpening.TryAsync(link, $"/flood/{_request}", CompressionOffer.Draw(link.Random)))
        {
            return;
        }

        if (link.Random.Next(2) == 0)
        {
            await StayDeafAsync();
            return;
        }

        await link.PauseAsync(240_000);
        await HearAsync();
    }

    private async Task StayDeafAsync()
    {
        await Task.Delay(Long, link.Episode.Network.Time, CancellationToken.None);
        link.Expect(!link.Episode.IsRunning(_request), "is deaf, and somebody goes on speaking to it");
        TimeSpan now = link.Episode.Network.Time.Elapsed;
        await ClientLink.SettleAsync(link.Reader.TakeRestAsync());
        bool isTold = link.Episode.Network.Time.Elapsed - now < Short;
        link.Expect(isTold || link.IsExcused, "is deaf, and has not been given up");
    }

    private async Task HearAsync()
    {
        int heard = 0;
        ModelFrame frame;
        while ((frame = await link.Reader.TakeFrameAsync()).Opcode != ModelFrame.Close)
        {
            byte[] message = frame.IsCompressed ? MessageCoding.Decompress(frame.Payload) : frame.Payload;
            bool isRight = heard < ModelConversation.FloodCount
                && frame is { Opcode: ModelFrame.Text, IsFinal: true }
                && message.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(ModelConversation.Flood(heard)));
            link.Expect(isRight, $"hears something else after {heard} messages");
            heard++;
        }

        bool isWhole = heard == ModelConversation.FloodCount && frame.CloseCode == 1000;
        link.Expect(isWhole || (link.Episode.IsStopping && frame.CloseCode == 1001), $"hears {heard} messages, and {frame.CloseCode}");
        link.Answered(_request, isWhole);
        await link.SendAsync(ClientFrames.Of(ClientFrames.Final | ModelFrame.Close, frame.Payload, [1, 2, 3, 4]));
        await link.EndAsync();
        link.Expect((await link.Reader.TakeRestAsync()).Length == 0, "hears more after the end");
    }
}
