// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;

using Linnet.Connections;

namespace Linnet;

/// <summary>What stopping a server has cost.</summary>
/// <param name="ConnectionsCut">Connections that were reset because they had not ended by the deadline.</param>
/// <param name="RequestsCut">The requests on them that were being handled, or whose response had not left.</param>
public sealed record StopReport(int ConnectionsCut, IReadOnlyList<CutRequest> RequestsCut)
{
    internal static StopReport Nothing { get; } = new(0, []);

    internal static StopReport Of(int connectionsCut, Admission admission)
    {
        List<CutRequest> requests = [];
        foreach (ActiveConnection connection in admission.Snapshot())
        {
            if (connection.DescribeRequest() is var (method, target))
            {
                requests.Add(new CutRequest(connection.RemoteEndPoint, method, target));
            }
        }

        return new StopReport(connectionsCut, requests);
    }
}
