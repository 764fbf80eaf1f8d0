// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Diagnostics;
using System.Net.Security;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Tls;

/// <summary>The server's part in one handshake, and what came of it.</summary>
internal sealed class ServerHandshake(TlsSettings settings)
{
    /// <summary>The name that the client asked for, in the form of <see cref="ServerName"/>; empty when it said none.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The certificate that the client was shown.</summary>
    public Certificate? Certificate { get; private set; }

    /// <summary>Shakes hands; gives the session, or null when there is no agreement.</summary>
    /// <exception cref="System.IO.IOException">The connection failed, or the client goes beyond a bound.</exception>
    public async ValueTask<SslStream?> RunAsync(TlsCarrier carrier, CancellationToken cancellationToken)
    {
        SslStream session = new(carrier, leaveInnerStreamOpen: true);
        bool isDone = false;
        try
        {
            await session.AuthenticateAsServerAsync(
                static (_, hello, handshake, _) => Choose(handshake as ServerHandshake, hello.ServerName),
                this,
                cancellationToken).ConfigureAwait(false);
            isDone = true;
            return session;
        }
        catch (AuthenticationException)
        {
            return null;
        }
        catch (NotSupportedException) when (Certificate is null)
        {
            // How the base library fails when a client begins with another message than ClientHello, and nobody was asked.
            return null;
        }
        finally
        {
            if (!isDone)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // The base library keeps what it has been given here for as long as the session lasts: nothing of its own, then.
    private static ValueTask<SslServerAuthenticationOptions> Choose(ServerHandshake? handshake, string serverName)
    {
        Debug.Assert(handshake is not null, "It was given this one.");
        return new(handshake.Choose(serverName));
    }

    private SslServerAuthenticationOptions Choose(string serverName)
    {
        Name = ServerName.Normal(serverName);
        Certificate = settings.TrySelect(Name)
            ?? throw new AuthenticationException("There is no certificate for the name that the client asks for.");
        return settings.OptionsOf(Certificate);
    }
}
