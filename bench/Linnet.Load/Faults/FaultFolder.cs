// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Linnet.Load.Reload;

namespace Linnet.Load.Faults;

/// <summary>The files of the scenes: a site to be served, certificates, and new folders for uploads.</summary>
internal sealed class FaultFolder : IDisposable
{
    /// <summary>Larger than what is read into memory, or fits a socket's buffers.</summary>
    private const int LargeBytes = 3 * 1024 * 1024;

    private readonly DirectoryInfo _top = Directory.CreateTempSubdirectory("linnet-faults-");
    private int _made;

    /// <summary>Makes the site.</summary>
    public FaultFolder()
    {
        Large = new string('x', LargeBytes);
        Write("small.txt", Small);
        Write("large.txt", Large);
        Write("style.css", Small);
        File.WriteAllBytes(Path.Combine(Site, "style.css.gz"), Compress(Small));
        Write("folder/one.txt", "one");
        Write("folder/two.txt", Small);
        Write("folder/back\\slash.txt", "odd");
        Write("folder/README.md", "# Read me");
        Write("folder/deeper/three.txt", "three");
        Write("page/index.html", "<p>page</p>");
        using X509Certificate2 certificate =
            X509Certificate2.CreateFromPemFile(Certificate.CertificatePath, Certificate.KeyPath);
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        PbeParameters encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        File.WriteAllText(LockedKey, key.ExportEncryptedPkcs8PrivateKeyPem(Password, encryption));
        File.WriteAllBytes(Pfx, certificate.Export(X509ContentType.Pkcs12, Password));
        File.CreateSymbolicLink(Path.Combine(Site, "link.txt"), "small.txt");
    }

    /// <summary>What small files hold.</summary>
    public static string Small { get; } = new('s', 1000);

    /// <summary>What the large one holds.</summary>
    public string Large { get; }

    /// <summary>The site.</summary>
    public string Site => Path.Combine(_top.FullName, "site");

    /// <summary>A certificate.</summary>
    public RenewedFolder Certificate { get; } = new();

    /// <summary>What opens the locked key and the other file.</summary>
    public static string Password => "faults";

    /// <summary>The certificate's key, encrypted.</summary>
    public string LockedKey => Path.Combine(_top.FullName, "locked.pem");

    /// <summary>The certificate and its key in one file.</summary>
    public string Pfx => Path.Combine(_top.FullName, "certificate.pfx");

    /// <summary>A new empty folder.</summary>
    public string Next() =>
        _top.CreateSubdirectory(FormattableString.Invariant($"box-{++_made}")).FullName;

    /// <inheritdoc />
    public void Dispose()
    {
        _top.Delete(recursive: true);
        Certificate.Delete();
    }

    private static byte[] Compress(string text)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
        using (StreamWriter writer = new(gzip))
        {
            writer.Write(text);
        }

        return compressed.ToArray();
    }

    private void Write(string name, string content)
    {
        string path = Path.Combine(Site, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
