// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading.Tasks;

namespace Linnet.Load.Simulations;

/// <summary>
/// One client of the workload, who holds one conversation of a kind that is drawn, and checks every byte of every answer. What
/// is not as it must be, and cannot be laid to the network, is a finding.
/// </summary>
internal sealed class ModelClient(SimulationEpisode episode, ClientLink link)
{
    /// <summary>Converses to the end.</summary>
    public async Task RunAsync()
    {
        try
        {
            if (!episode.IsSecured || await link.TrySecureAsync())
            {
                await ConverseAsync();
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // A server that stops may end a connection between two responses, and never within one.
            bool isStopped = episode.IsStopping && link.Reader.IsEmpty && failure is IOException;
            link.Expect(link.IsExcused || isStopped, failure.Message);
        }
        catch (InvalidDataException failure)
        {
            link.Expect(false, $"is answered with what is no response: {failure.Message}");
        }
        finally
        {
            await link.Connection.DisposeAsync();
        }
    }

    private Task ConverseAsync() => link.Random.Next(18) switch
    {
        0 or 1 or 2 => new AskingClient(link).AskInTurnAsync(),
        3 or 4 => new AskingClient(link).PipelineAsync(),
        5 => new AskingClient(link).AskAndEndAsync(),
        6 or 7 => new UploadingClient(link).UploadAsync(),
        8 => new UploadingClient(link).UploadAfterContinueAsync(),
        9 => new UpgradingClient(link).RunAsync(),
        10 => new DeceivingClient(link).RunAsync(),
        11 => new VanishingClient(link).RunAsync(),
        12 or 13 => new ConversingClient(link).RunAsync(),
        14 => new DeafClient(link).ConverseAsync(),
        15 => new DeafClient(link).AskAsync(),
        _ => new FileClient(link).RunAsync(),
    };
}
