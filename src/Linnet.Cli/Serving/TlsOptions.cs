// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;

using Linnet.Sockets;
using Linnet.Tls;

namespace Linnet.Cli.Serving;

/// <summary>How an HTTP server of the command is secured.</summary>
internal sealed class TlsOptions
{
    private readonly Option<bool> _tls = new("--tls")
    {
        Description = "Serve with TLS, by a certificate for this machine from an authority of your own, which is made "
            + "when there is none.",
    };

    private readonly Option<string?> _certificate = new("--cert")
    {
        Description = "Serve with TLS, by this certificate in PEM, the ones between it and its authority behind it.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = "The key of --cert in PEM, unless it is in the same file.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _pfx = new("--pfx")
    {
        Description = "Serve with TLS, by the certificate and key in this PKCS #12 file.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _password = new("--password-file")
    {
        Description = "A file whose first line is the password of --key or --pfx.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _redirect = new("--redirect")
    {
        Description = "Where to listen for HTTP without TLS as well, to send everybody to HTTPS.",
        HelpName = "ADDRESS",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _tls, _certificate, _key, _pfx, _password, _redirect })
        {
            command.Add(option);
        }
    }

    /// <summary>The addresses as they are listened on, https where that was asked for and no scheme is written.</summary>
    /// <exception cref="FormatException">An address is none, or has http where everything is secured.</exception>
    public IReadOnlyList<string> Addresses(ParseResult command, IReadOnlyList<string> written) =>
        IsSecured(command) ? [.. written.Select(Secured)] : written;

    /// <summary>What the server shows its clients; nothing when it is not secured.</summary>
    /// <exception cref="FormatException">Options that need others, or exclude them.</exception>
    /// <exception cref="IOException">A file cannot be read or used.</exception>
    public Securing Read(ParseResult command, IReadOnlyList<string> addresses, IReadOnlyList<string> hosts)
    {
        string? certificate = command.GetValue(_certificate);
        string? pfx = command.GetValue(_pfx);
        string? redirect = command.GetValue(_redirect);
        bool isSecured = addresses.Any(IsHttps);
        if (certificate is not null && pfx is not null)
        {
            throw new FormatException("Give --cert or --pfx, not both.");
        }

        if (command.GetValue(_key) is not null && certificate is null)
        {
            throw new FormatException("--key goes with --cert: name the certificate too.");
        }

        if (redirect is not null && !isSecured)
        {
            throw new FormatException("--redirect sends everybody to HTTPS: add --tls, --cert or --pfx.");
        }

        if (!isSecured)
        {
            return new Securing(null, null, null);
        }

        if (certificate is null && pfx is null)
        {
            DevelopmentAuthority authority = DevelopmentAuthority.OfThisUser;
            return new Securing(authority.Issue(Names(addresses, hosts)), redirect, authority.CertificatePath);
        }

        return new Securing(Load(command, certificate, pfx), redirect, null);
    }

    private Certificate Load(ParseResult command, string? certificate, string? pfx)
    {
        string? password = command.GetValue(_password) is { } path ? File.ReadLines(path).FirstOrDefault() : null;
        try
        {
            return certificate is not null
                ? Certificate.FromPem(certificate, command.GetValue(_key), password)
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

    private bool IsSecured(ParseResult command) =>
        command.GetValue(_tls) || command.GetValue(_certificate) is not null || command.GetValue(_pfx) is not null;

    private static bool IsHttps(string address) =>
        EndpointAddress.Parse(address, EndpointScheme.Http).Scheme == EndpointScheme.Https;

    private static string Secured(string written)
    {
        EndpointAddress address = EndpointAddress.Parse(written, EndpointScheme.Https);
        return address.Scheme == EndpointScheme.Https
            ? $"{address}"
            : throw new FormatException(
                $"'{written}' is not for TLS. Write https://, or no scheme; --redirect listens for HTTP as well.");
    }

    /// <summary>What a certificate for these addresses has to say: their names, and those by which they are reached.</summary>
    private static IEnumerable<string> Names(IReadOnlyList<string> addresses, IReadOnlyList<string> hosts)
    {
        EndpointAddress[] parsed = [.. addresses.Select(address => EndpointAddress.Parse(address, EndpointScheme.Https))];
        IEnumerable<string> names = ["localhost", "127.0.0.1", "::1"];
        names = names.Concat(parsed.Where(address => !address.IsUnix && !IsEveryAddress(address)).Select(address => address.Host));
        if (parsed.Any(IsEveryAddress))
        {
            names = names.Append(Environment.MachineName).Concat(AddressesOfThisMachine());
        }

        return names.Concat(hosts.Where(host => !host.StartsWith('[')));
    }

    private static bool IsEveryAddress(EndpointAddress address) => address.Host is "*" or "0.0.0.0" or "::";

    private static IEnumerable<string> AddressesOfThisMachine() =>
        from network in NetworkInterface.GetAllNetworkInterfaces()
        from address in network.GetIPProperties().UnicastAddresses
        select new IPAddress(address.Address.GetAddressBytes()).ToString();
}
