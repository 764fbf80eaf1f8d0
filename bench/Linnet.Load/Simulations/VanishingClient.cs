// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;

namespace Linnet.Load.Simulations;

/// <summary>Goes away in the middle of what it says, and reads nothing: the server may lose patience first.</summary>
internal sealed class VanishingClient(ClientLink link)
{
    /// <summary>Converses.</summary>
    public async Task RunAsync()
    {
        int request = link.Episode.NextRequest();
        string all = AskingClient.Head(link.Episode.NextRequest(), "slow", 2000)
            + UploadingClient.Head(request, "sum", chunked: false, 3000, "") + new string('x', 3000);
        await ClientLink.SettleAsync(link.SendAsync(all[..link.Random.Next(all.Length)]));
        if (link.Random.Next(2) == 0)
        {
            await link.PauseAsync(3000);
        }

        if (link.Random.Next(2) == 0)
        {
            link.Connection.Abort();
        }
    }
}
