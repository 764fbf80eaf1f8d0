// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace Linnet.Fuzz.Differential;

/// <summary>Gives every case to every server.</summary>
internal static class Comparison
{
    private const int AtOnce = 16;

    /// <summary>Asks Linnet alone.</summary>
    public static async Task<IReadOnlyList<string>> AskLinnetAsync(IReadOnlyList<Case> cases)
    {
        await using LinnetPeer linnet = await LinnetPeer.StartAsync();
        return await AskAsync(linnet.Asker(), cases);
    }

    /// <summary>Asks all three.</summary>
    public static async Task<IReadOnlyList<Verdicts>> AskAllAsync(IReadOnlyList<Case> cases)
    {
        IReadOnlyList<string> linnet = await AskLinnetAsync(cases);
        string folder = Directory.CreateTempSubdirectory("linnet-differential-").FullName;
        try
        {
            await using ProcessPeer kestrel = await ProcessPeer.KestrelAsync();
            IReadOnlyList<string> ofKestrel = await AskAsync(kestrel.Asker(), cases);
            await using ProcessPeer nginx = await ProcessPeer.NginxAsync(folder);
            IReadOnlyList<string> ofNginx = await AskAsync(nginx.Asker(), cases);
            return
            [
                .. cases.Select((one, index) =>
                    new Verdicts(one.Row, one.Name, linnet[index], ofKestrel[index], ofNginx[index])),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<string>> AskAsync(Asker asker, IReadOnlyList<Case> cases)
    {
        string[] answers = new string[cases.Count];
        await Parallel.ForAsync(
            0,
            cases.Count,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (index, _) => answers[index] = await asker.AskAsync(cases[index]));
        return answers;
    }
}
