// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Testing;

namespace Linnet.Load.Simulations;

/// <summary>
/// One client of the workload, who holds one conversation of a kind that is drawn, and checks every byte of every answer. What
/// is not as it must be, and cannot be laid to the network, is a finding.
/// </summary>
internal sealed class ModelClient(SimulationEpisode episode, SimulatedConnection connection, CancellationToken patience)
{
    private readonly ClientLink _link = new(episode, connection, patience);

    /// <summary>Converses to the end.</summary>
    public async Task RunAsync()
    {
        try
        {
            await ConverseAsync();
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // A server that stops may end a connection between two responses, and never within one.
            bool isStopped = episode.IsStopping && _link.Reader.IsEmpty && failure is IOException;
            _link.Expect(_link.IsExcused || isStopped, failure.Message);
        }
        catch (InvalidDataException failure)
        {
            _link.Expect(false, $"is answered with what is no response: {failure.Message}");
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }

    private Task ConverseAsync() => _link.Random.Next(16) switch
    {
        0 or 1 or 2 => new AskingClient(_link).AskInTurnAsync(),
        3 or 4 => new AskingClient(_link).PipelineAsync(),
        5 => new AskingClient(_link).AskAndEndAsync(),
        6 or 7 => new UploadingClient(_link).UploadAsync(),
        8 => new UploadingClient(_link).UploadAfterContinueAsync(),
        9 => new UpgradingClient(_link).RunAsync(),
        10 => new DeceivingClient(_link).RunAsync(),
        11 => new VanishingClient(_link).RunAsync(),
        12 or 13 => new ConversingClient(_link).RunAsync(),
        _ => new FileClient(_link).RunAsync(),
    };
}
