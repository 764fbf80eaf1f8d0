// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.IO;
using System.Threading.Tasks;

using Linnet.Diagnostics;
using Linnet.Sockets;

namespace Linnet.Connections;

/// <summary>One connection from its admission to its one <see cref="ConnectionEnd"/>.</summary>
internal static class Http1Connection
{
    /// <summary>Serves a connection to its end, which it reports; never throws. The connection stays its owner's.</summary>
    public static async Task RunAsync(Connection connection, ServerContext context)
    {
        using Http1Driver driver = new(connection, context);
        bool isCounted = ServerMetrics.TryAddConnection();
        ConnectionEndCause cause;
        if (context.Admission.TryEnter(driver.Active))
        {
            using (context.Draining.UnsafeRegister(static driver => ((Http1Driver)driver!).BeginDrain(), driver))
            {
                cause = await driver.RunAsync().ConfigureAwait(false);
            }

            context.Admission.Leave(driver.Active);
        }
        else if (context.Settings.AnswersWhenFull)
        {
            cause = await TurnAwayAsync(driver).ConfigureAwait(false);
        }
        else
        {
            connection.Abort();
            cause = ConnectionEndCause.ServerFull;
        }

        if (isCounted)
        {
            ServerMetrics.RemoveConnection();
        }

        context.Ended(connection, new ConnectionEnd(cause, driver.Rejection, driver.Requests));
    }

    private static async Task<ConnectionEndCause> TurnAwayAsync(Http1Driver driver)
    {
        try
        {
            await driver.TurnAwayAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Whoever did not wait for the answer does not need it.
        }

        return ConnectionEndCause.ServerFull;
    }
}
