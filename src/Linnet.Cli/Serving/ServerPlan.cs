// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

using Linnet.Cli.Settings;
using Linnet.Sockets;

namespace Linnet.Cli.Serving;

/// <summary>Where and how an HTTP server of the command runs, from its settings: the same for every verb that is one.</summary>
internal sealed class ServerPlan
{
    private ServerPlan(SettingValues values)
    {
        Addresses = AddressesOf(values);
        IReadOnlyList<string> named = values.All(ServerSettings.Host);
        Hosts = AllowedHosts.For(Addresses, named);
        Securing = SecuringReader.Read(values, Addresses, named);
        Limits = ServerLimits.Read(values);
        Grace = TimeSpan.FromSeconds(values.Number(ServerSettings.Grace));
        HealthPath = values.Text(ServerSettings.Health) is { } path ? Answers.ReadPath(path) : null;
        BasePath = Site.ReadBasePath(values.Text(ServerSettings.BasePath) ?? "/");
        IsLan = values.IsOn(ServerSettings.Lan);
        Open = values.Text(ServerSettings.Open) is { } page ? BasePath + page : null;
        Log = LogPlan.Read(values);
    }

    /// <summary>Where to listen.</summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>The hosts to answer for; none for every host.</summary>
    public IReadOnlyList<string> Hosts { get; }

    /// <summary>How it is secured.</summary>
    public Securing Securing { get; }

    /// <summary>The bounds.</summary>
    public Limits Limits { get; }

    /// <summary>How long requests may go on once the server is told to stop.</summary>
    public TimeSpan Grace { get; }

    /// <summary>Where it says whether it wants requests; null for nowhere.</summary>
    public string? HealthPath { get; }

    /// <summary>True when it is meant for other machines, too.</summary>
    public bool IsLan { get; }

    /// <summary>The path of the page that is opened in the user's browser; null for none.</summary>
    public string? Open { get; }

    /// <summary>What is told of requests, and where.</summary>
    public LogPlan Log { get; }

    /// <summary>The path of what is served; empty for the root.</summary>
    public string BasePath { get; }

    /// <summary>Reads the plan.</summary>
    /// <exception cref="FormatException">Settings exclude or need each other, or an address or host is none.</exception>
    /// <exception cref="System.IO.IOException">A certificate cannot be used.</exception>
    public static ServerPlan Read(SettingValues values)
    {
        values.Exclude(ServerSettings.Listen, ServerSettings.Port);
        values.Exclude(ServerSettings.Listen, ServerSettings.Lan);
        values.Exclude(FileSettings.NotFound, FileSettings.Spa);
        ServerPlan plan = new(values);
        return plan.Open is null || plan.Addresses.Any(IsInternet)
            ? plan
            : throw new FormatException(
                $"{values.Of(ServerSettings.Open).Place} needs an address that a browser can go to: listen at one, "
                + "not only at a Unix socket.");
    }

    private static IReadOnlyList<string> AddressesOf(SettingValues values)
    {
        string host = values.IsOn(ServerSettings.Lan) ? "*" : "127.0.0.1";
        int port = values.Number(ServerSettings.Port);
        IReadOnlyList<string> written = values.IsGiven(ServerSettings.Listen)
            ? values.All(ServerSettings.Listen)
            : [string.Create(CultureInfo.InvariantCulture, $"{host}:{port}")];
        return SecuringReader.IsAskedFor(values) ? [.. written.Select(Secured)] : written;
    }

    private static bool IsInternet(string address) => !EndpointAddress.Parse(address, EndpointScheme.Http).IsUnix;

    /// <summary>The address as it is listened on: https, where no scheme is written.</summary>
    private static string Secured(string written)
    {
        var address = EndpointAddress.Parse(written, EndpointScheme.Https);
        return address.Scheme == EndpointScheme.Https
            ? $"{address}"
            : throw new FormatException(
                $"'{written}' is not for TLS. Write https://, or no scheme; --redirect listens for HTTP as well.");
    }
}
