// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Text;
using System.Threading.Tasks;

namespace Linnet.Load.Simulations;

/// <summary>Asks with GET: in turn, in a pipeline, or once and ends its stream.</summary>
internal sealed class AskingClient(ClientLink link)
{
    private static readonly string[] Kinds = ["whole", "parts", "slow", "whole", "throw"];

    /// <summary>Asks again when it has been answered.</summary>
    public async Task AskInTurnAsync()
    {
        for (int left = link.Random.Next(1, 6); left > 0; left--)
        {
            (int request, string kind, int size) = Draw();
            await link.SendAsync(Head(request, kind, size));
            if (!await link.ExpectPatternAsync(request, kind, size))
            {
                return;
            }
        }
    }

    /// <summary>Asks for all at once.</summary>
    public Task PipelineAsync()
    {
        List<(int Request, string Kind, int Size)> asked = [];
        StringBuilder all = new();
        for (int left = link.Random.Next(2, 9); left > 0; left--)
        {
            asked.Add(Draw());
            all.Append(Head(asked[^1].Request, asked[^1].Kind, asked[^1].Size));
        }

        return link.ReadWhileAsync(link.SendAsync(all.ToString()), async () =>
        {
            foreach ((int request, string kind, int size) in asked)
            {
                if (!await link.ExpectPatternAsync(request, kind, size))
                {
                    break;
                }
            }
        });
    }

    /// <summary>Asks, ends its stream, and is still answered.</summary>
    public async Task AskAndEndAsync()
    {
        (int request, string kind, int size) = Draw();
        await link.SendAsync(Head(request, kind, size));
        await link.EndAsync();
        await link.ExpectPatternAsync(request, kind, size);
        link.Expect((await link.Reader.TakeRestAsync()).Length == 0, "is told more than it asked");
    }

    /// <summary>The head of a GET.</summary>
    public static string Head(int request, string kind, int size) =>
        $"GET /{kind}/{request}/{size} HTTP/1.1\r\nHost: a\r\n\r\n";

    private (int Request, string Kind, int Size) Draw() =>
        (link.Episode.NextRequest(), Kinds[link.Random.Next(Kinds.Length)], link.DrawSize());
}
