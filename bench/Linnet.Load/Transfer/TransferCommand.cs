// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.CommandLine;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Transfer;

/// <summary><c>transfer</c>: large bodies, and the memory they take.</summary>
internal static class TransferCommand
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<long> size = new("--mebibytes")
        {
            Description = "How large each body is.",
            DefaultValueFactory = static _ => 10 * 1024,
        };
        Option<SocketTransport> transport = TransportOption.Create();
        Command command = new("transfer", "Upload and download large bodies and print the server's peak memory.")
        {
            size,
            transport,
        };
        command.SetAction((parsed, stopping) => RunAsync(
            parsed.GetRequiredValue(size) * Mebibyte, parsed.GetRequiredValue(transport), stopping));
        return command;
    }

    private static async Task<int> RunAsync(long bytes, SocketTransport transport, CancellationToken stopping)
    {
        bool isWhole = true;
        await foreach (TransferResult result in TransferRun.RunAsync(bytes, transport, stopping))
        {
            isWhole &= result.Bytes == bytes || result.Bytes == 0;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Name}: {result.Bytes} bytes in {result.Elapsed.TotalSeconds:F1} s; so far at most "
                    + $"{result.Memory.ResidentBytes / (double)Mebibyte:F1} MiB resident, "
                    + $"{result.Memory.ManagedBytes / (double)Mebibyte:F1} MiB managed"));
        }

        return isWhole ? 0 : 1;
    }
}
