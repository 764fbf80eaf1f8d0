// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;

namespace Linnet.Load.Simulations;

/// <summary>Sends a request that must be refused, with another hidden behind it.</summary>
internal sealed class DeceivingClient(ClientLink link)
{
    /// <summary>Converses.</summary>
    public Task RunAsync()
    {
        string row = HostileRows.All[link.Random.Next(HostileRows.All.Count)];
        return link.ReadWhileAsync(link.SendAsync(row + HostileRows.Canary), async () =>
        {
            ModelResponse response = await link.Reader.ReadAsync();
            bool isRefused = response.Status is >= 400 and < 506 && response.Status != 404 && response.Closes;
            link.Expect(isRefused, $"{response.Status} for {row.ReplaceLineEndings("\\n")}");
            await link.Reader.TakeRestAsync();
        });
    }
}
