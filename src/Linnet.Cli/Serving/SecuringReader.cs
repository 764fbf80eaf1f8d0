// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;

using Linnet.Cli.Settings;
using Linnet.Sockets;
using Linnet.Tls;

namespace Linnet.Cli.Serving;

/// <summary>How an HTTP server of the command is secured, from its settings.</summary>
internal static class SecuringReader
{
    /// <summary>True when everything is to be secured.</summary>
    public static bool IsAskedFor(SettingValues values) =>
        values.IsOn(ServerSettings.Tls)
        || values.IsTold(ServerSettings.Certificate)
        || values.IsTold(ServerSettings.Pfx);

    /// <summary>What the server shows its clients; nothing when it is not secured.</summary>
    /// <exception cref="FormatException">Settings that need others, or exclude them.</exception>
    /// <exception cref="IOException">A file cannot be read or used.</exception>
    public static Securing Read(SettingValues values, IReadOnlyList<string> addresses, IReadOnlyList<string> hosts)
    {
        values.Exclude(ServerSettings.Certificate, ServerSettings.Pfx);
        values.Require(
            ServerSettings.Key, "goes with --cert: name the certificate too.", ServerSettings.Certificate);
        values.Require(
            ServerSettings.PasswordFile,
            "goes with --key, --cert or --pfx: name what the password is for.",
            ServerSettings.Certificate,
            ServerSettings.Pfx);
        string? redirect = values.Text(ServerSettings.Redirect);
        if (!addresses.Any(IsHttps))
        {
            Setting? lonely = redirect is not null ? ServerSettings.Redirect
                : values.IsTold(ServerSettings.Hsts) ? ServerSettings.Hsts : null;
            return lonely is null
                ? new Securing(null, null, null)
                : throw new FormatException(
                    $"{values.Of(lonely).Place} sends everybody to HTTPS: add --tls, --cert or --pfx.");
        }

        string? certificate = values.ExistingFile(ServerSettings.Certificate);
        string? pfx = values.ExistingFile(ServerSettings.Pfx);
        if (certificate is not null || pfx is not null)
        {
            return new Securing(Load(values, certificate, pfx), redirect, null);
        }

        DevelopmentAuthority authority = DevelopmentAuthority.OfThisUser;
        return new Securing(authority.Issue(Names(addresses, hosts)), redirect, authority.CertificatePath);
    }

    private static Certificate Load(SettingValues values, string? certificate, string? pfx)
    {
        string? password = values.ExistingFile(ServerSettings.PasswordFile) is { } path
            ? File.ReadLines(path).FirstOrDefault() : null;
        try
        {
            return certificate is not null
                ? Certificate.FromPem(certificate, values.ExistingFile(ServerSettings.Key), password)
                : Certificate.FromPfx(pfx ?? "", password);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new IOException(
                $"'{Visible.Escape(certificate ?? pfx ?? "")}' cannot be used: {failure.Message} "
                + "Give the certificate, its key (--key), and the password if there is one (--password-file).",
                failure);
        }
    }

    private static bool IsHttps(string address) =>
        EndpointAddress.Parse(address, EndpointScheme.Http).Scheme == EndpointScheme.Https;

    /// <summary>What a certificate for these addresses has to say: their names, and those by which they are reached.</summary>
    private static IEnumerable<string> Names(IReadOnlyList<string> addresses, IReadOnlyList<string> hosts)
    {
        EndpointAddress[] parsed = [.. addresses.Select(address => EndpointAddress.Parse(address, EndpointScheme.Https))];
        IEnumerable<string> names = ["localhost", "127.0.0.1", "::1"];
        names = names.Concat(parsed.Where(IsOneAddress).Select(address => address.Host));
        if (parsed.Any(IsEveryAddress))
        {
            names = names.Append(Environment.MachineName).Concat(AddressesOfThisMachine());
        }

        return names.Concat(hosts.Where(host => !host.StartsWith('[')));
    }

    private static bool IsOneAddress(EndpointAddress address) =>
        !address.IsUnix && !address.IsInherited && !IsEveryAddress(address);

    private static bool IsEveryAddress(EndpointAddress address) => !address.IsInherited && address.Host is "*" or "0.0.0.0" or "::";

    private static IEnumerable<string> AddressesOfThisMachine() =>
        from network in NetworkInterface.GetAllNetworkInterfaces()
        from address in network.GetIPProperties().UnicastAddresses
        select new IPAddress(address.Address.GetAddressBytes()).ToString();
}
