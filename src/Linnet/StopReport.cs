// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;

using Linnet.Connections;

namespace Linnet;

/// <summary>What stopping a server has cost.</summary>
public sealed class StopReport
{
    /// <summary>Connections that were reset because they had not ended by the deadline.</summary>
    public int ConnectionsCut { get; init; }

    /// <summary>The requests on them that were being handled, or whose response had not left.</summary>
    public IReadOnlyList<CutRequest> RequestsCut { get; init; } = [];

    internal static StopReport Nothing { get; } = new();

    internal static StopReport Of(int connectionsCut, Admission admission)
    {
        List<CutRequest> requests = [];
        foreach (ActiveConnection connection in admission.Snapshot())
        {
            if (connection.DescribeRequest() is var (method, target))
            {
                requests.Add(new CutRequest { RemoteEndPoint = connection.RemoteEndPoint, Method = method, Target = target });
            }
        }

        return new StopReport { ConnectionsCut = connectionsCut, RequestsCut = requests };
    }
}
