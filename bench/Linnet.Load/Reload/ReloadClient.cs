// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Load.Reload;

/// <summary>A client that connects, shakes hands in full, asks once, reads the answer to its end and leaves.</summary>
internal sealed class ReloadClient(IPEndPoint server, RenewedFolder folder, ReloadCounts counts)
{
    private static readonly byte[] Request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray();

    // Who has issued it is no question here, and to look through the system's authorities for an answer would cost a client
    // a third of its time.
    private static X509ChainPolicy Policy => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    /// <summary>Does all that once. Any number may at the same time.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            using Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server, cancellationToken);

            // A reset at the very end, of which nothing is left, or there would be no port any more after half a minute.
            socket.LingerState = new LingerOption(true, 0);
            await using SslStream stream = new(new NetworkStream(socket));
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
                    AllowTlsResume = false,
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                    CertificateChainPolicy = Policy,
                    RemoteCertificateValidationCallback = (_, shown, _, _) => IsWhole(shown as X509Certificate2),
                },
                cancellationToken);
            await stream.WriteAsync(Request, cancellationToken);
            using StreamReader reader = new(stream);
            string answer = await reader.ReadToEndAsync(cancellationToken);
            if (!answer.EndsWith("\r\n\r\nhello", StringComparison.Ordinal))
            {
                throw new IOException($"The answer is not whole: {answer}");
            }

            counts.AddAnswers(1);
        }
        catch (Exception failure) when (failure is IOException or SocketException or AuthenticationException)
        {
            counts.Lost.Enqueue($"{failure.GetType().Name}: {failure.Message}");
        }
    }

    // Nobody has issued it: what counts is that it was once in the folder, together with its key.
    private bool IsWhole(X509Certificate2? shown)
    {
        string thumbprint = shown?.Thumbprint ?? "";
        bool isWhole = folder.HasHeld(thumbprint);
        counts.AddCertificate(thumbprint, isWhole);
        return isWhole;
    }
}
