// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

namespace Linnet.Load.Simulations;

/// <summary>Goes on in a protocol of its own, in which it hears what it says.</summary>
internal sealed class UpgradingClient(ClientLink link)
{
    /// <summary>Converses.</summary>
    public async Task RunAsync()
    {
        int request = link.Episode.NextRequest();
        byte[] told = Pattern.Of(request, link.DrawSize());
        await link.SendAsync(
            $"GET /upgrade/{request}/0 HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n");
        ModelResponse response = await link.Reader.ReadAsync();
        if (response.Status != 101)
        {
            link.Expect(link.IsExcusedBy(response), $"is not upgraded: {response.Status}");
            return;
        }

        await link.ReadWhileAsync(link.SendAsync(told), async () =>
        {
            byte[] echoed = await link.Reader.TakeAsync(told.Length);
            link.Expect(told.AsSpan().SequenceEqual(echoed), "hears a wrong echo");
        });
        link.Expect((await link.Reader.TakeRestAsync()).Length == 0, "hears more than it said");
    }
}
