// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Linnet.Compare;

/// <summary>A folder for the run, with the files that the file works ask for; gone afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    private Scratch(string folder) => Folder = folder;

    /// <summary>The folder, where servers may write.</summary>
    public string Folder { get; }

    /// <summary>The folder that is served.</summary>
    public string Files => Path.Combine(Folder, "files");

    /// <summary>A certificate with its key, for 127.0.0.1.</summary>
    public string Certificate => Path.Combine(Folder, "server.pem");

    /// <summary>Where this program's own data lie.</summary>
    public static string Assets => Path.Combine(AppContext.BaseDirectory, "Assets");

    /// <summary>Makes the folder and its files.</summary>
    public static Scratch Make()
    {
        Scratch scratch = new(Directory.CreateTempSubdirectory("linnet-compare-").FullName);
        Directory.CreateDirectory(scratch.Files);
        File.WriteAllText(Path.Combine(scratch.Files, "10k.html"), "<!doctype html>" + new string('x', 10_225));
        File.WriteAllBytes(Path.Combine(scratch.Files, "100k.bin"), new byte[100 * 1024]);
        File.WriteAllBytes(Path.Combine(scratch.Files, "1m.bin"), RandomNumberGenerator.GetBytes(1 << 20));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate =
            request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(scratch.Certificate, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return scratch;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
