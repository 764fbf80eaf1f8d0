// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Load.Restarts;

/// <summary>
/// A client that keeps its connection and sends <paramref name="depth"/> requests at a time; when the connection ends it
/// opens another, as it does after each batch when it <paramref name="isShort"/>. Knows of each response whether it is whole and its own.
/// </summary>
internal sealed class LoadClient(
    LoadTarget target, int depth, Journal journal, RestartCounts counts, bool isShort = false)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(2);

    private readonly long[] _numbers = new long[depth];

    /// <summary>Runs until told to end; what is under way then is finished.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await using WireClient client = await target.ConnectAsync(CancellationToken.None);
                await UseAsync(client, ending);
            }
            catch (EndOfStreamException)
            {
                counts.CountTruncated();
            }
            catch (EndpointException failure) when (failure.Code != SocketError.ConnectionReset)
            {
                counts.CountRefused();
                await Task.Delay(Pace, CancellationToken.None);
            }
            catch (IOException)
            {
                counts.CountReset();
            }
        }
    }

    private async Task UseAsync(WireClient client, CancellationToken ending)
    {
        using PeriodicTimer timer = new(Pace);
        while (!ending.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            await client.SendAsync(NextBatch(), CancellationToken.None);
            for (int place = 0; place < depth; place++)
            {
                if (await client.ReadHeadAsync(CancellationToken.None) is not { } head)
                {
                    counts.CountUnreceived(depth - place);
                    return;
                }

                await ReadAsync(client, head, _numbers[place]);
                if (head.SaysClose)
                {
                    // RFC 9112 §9.6: what was sent behind it has not been looked at.
                    counts.CountUnreceived(depth - place - 1);
                    return;
                }
            }
        }
    }

    private async Task ReadAsync(WireClient client, WireHead head, long number)
    {
        string expected = Expected(number);
        bool isRight = head.Status == 200 && head.ContentLength >= expected.Length;
        long early = Math.Min(head.ContentLength, expected.Length);
        isRight &= string.Equals(
            await client.ReadBodyAsync(early, CancellationToken.None), expected, StringComparison.Ordinal);
        await client.SkipBodyAsync(head.ContentLength - early, CancellationToken.None);
        journal.Answered(number);
        counts.CountAnswer(isRight);
    }

    private string NextBatch()
    {
        StringBuilder text = new();
        for (int place = 0; place < depth; place++)
        {
            long number = journal.NextNumber();
            _numbers[place] = number;
            text.Append(CultureInfo.InvariantCulture, $"{(number % 3 == 0 ? "GET" : "POST")} /{number} HTTP/1.1\r\nHost: load\r\n");
            text.Append(isShort && place == depth - 1 ? "Connection: close\r\n" : "");
            text.Append((number % 3) switch
            {
                0 => "\r\n",
                1 => "Content-Length: 10\r\n\r\n0123456789",
                _ => "Transfer-Encoding: chunked\r\n\r\n3\r\n012\r\n7\r\n3456789\r\n0\r\n\r\n",
            });
        }

        return text.ToString();
    }

    /// <summary>What the beginning of the body of the response to a request has to be.</summary>
    public static string Expected(long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number % 3 == 0 ? 0 : 10)}\n");
}
