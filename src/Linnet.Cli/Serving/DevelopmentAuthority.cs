// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography.X509Certificates;

using Linnet.Tls;

namespace Linnet.Cli.Serving;

/// <summary>
/// An authority of the user's own, in a folder of his that nobody else may read: browsers that he tells once to trust it trust
/// what is served here with <c>--tls</c>. It issues a certificate anew at each start; only its own key is kept.
/// </summary>
/// <param name="folder">Where it is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class DevelopmentAuthority(string folder, TimeProvider time)
{
    /// <summary>The authority of the user who runs the command.</summary>
    public static DevelopmentAuthority OfThisUser => new(
        Path.Combine(
            Environment.GetFolderPath(
                Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "linnet"),
        TimeProvider.System);

    /// <summary>The file to trust. There is nothing secret in it.</summary>
    public string CertificatePath => Path.Combine(folder, "authority.crt");

    /// <summary>The certificate and its key, for the user's eyes alone.</summary>
    private string KeyPath => Path.Combine(folder, "authority.key");

    /// <summary>Issues a certificate for names and addresses, by an authority that is made when there is none.</summary>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be used.</exception>
    public Certificate Issue(IEnumerable<string> names)
    {
        using X509Certificate2 authority = ReadOrMake();
        return Certificate.From(DevelopmentCertificates.Issue(authority, names, time.GetUtcNow()));
    }

    private X509Certificate2 ReadOrMake()
    {
        if (!Directory.Exists(folder))
        {
            CreateFolder();
        }

        X509Certificate2 authority = TryRead() ?? Make();
        File.WriteAllText(CertificatePath, authority.ExportCertificatePem() + "\n");
        return authority;
    }

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(
            folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private X509Certificate2? TryRead()
    {
        if (!File.Exists(KeyPath))
        {
            return null;
        }

        if (!OperatingSystem.IsWindows())
        {
            // Whoever could read it could pass for any site before this user's browser.
            File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        X509Certificate2 authority = X509Certificate2.CreateFromPemFile(KeyPath);
        return authority.NotAfter > time.GetLocalNow().DateTime.AddDays(30) ? authority : null;
    }

    private X509Certificate2 Make()
    {
        string pem = DevelopmentCertificates.MakeAuthority(Environment.UserName, time.GetUtcNow());

        // Whole or not at all, and never readable by others, not even for a moment.
        string partial = Path.Combine(folder, Path.GetRandomFileName());
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (StreamWriter writer = new(partial, options))
        {
            writer.Write(pem);
        }

        File.Move(partial, KeyPath, overwrite: true);
        return X509Certificate2.CreateFromPem(pem, pem);
    }
}
