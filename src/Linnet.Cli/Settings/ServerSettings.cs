// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;

using Linnet.Cli.Serving;
using Linnet.Sockets;

namespace Linnet.Cli.Settings;

/// <summary>
/// Every setting of the servers of the command: the one table that options, environment variables, keys of configuration
/// files, help, manual and completions are made from (ADR 46).
/// </summary>
internal static class ServerSettings
{
    private const int LongestSeconds = 24 * 60 * 60;
    private const int YearSeconds = 365 * 24 * 60 * 60;

    public static readonly Setting Path = new()
    {
        Name = "path",
        Group = SettingGroup.Where,
        ValueName = "PATH",
        Description = "The folder to serve, or one file, which is then served at /.",
        Default = ".",
        Form = ValueForm.Folder,
        IsArgument = true,
        IsOfFiles = true,
        OtherNames = ["directory", "root", "dir", "folder"],
    };

    public static readonly Setting Port = new()
    {
        Name = "port",
        ShortName = "p",
        Group = SettingGroup.Where,
        ValueName = "NUMBER",
        Description = "The port to listen on, at 127.0.0.1 or, with --lan, at every address; 0 is any free port.",
        Default = "65432",
        Form = ValueForm.Number(0, ushort.MaxValue),
    };

    public static readonly Setting Listen = new()
    {
        Name = "listen",
        ShortName = "l",
        Group = SettingGroup.Where,
        ValueName = "ADDRESS",
        Description = "Where to listen instead; may be given more than once. http://HOST:PORT, https://HOST:PORT, unix:PATH or "
            + "unix:@NAME; * is every address. inherited:NAME is what systemd has passed on.",
        Form = ValueForm.ReadBy(static text => EndpointAddress.Parse(text, EndpointScheme.Http)),
        IsRepeatable = true,
        OtherNames = ["bind", "address", "interface", "host-address", "b", "a", "i"],
    };

    public static readonly Setting Lan = Setting.Switch(
        "lan", SettingGroup.Where, "Listen at every address of this machine, and show by which others reach it.", "public", "share");

    public static readonly Setting Host = new()
    {
        Name = "host",
        Group = SettingGroup.Where,
        ValueName = "NAME",
        Description = "A host name to answer for, such as example.com or *.example.com; may be given more than once. Unless "
            + "given: on loopback the names of loopback, elsewhere every name.",
        IsRepeatable = true,
        OtherNames = ["allowed-hosts", "hostname"],
    };

    public static readonly Setting BasePath = new()
    {
        Name = "base-path",
        Group = SettingGroup.Where,
        ValueName = "PATH",
        Description = "The path that the served folder has on the server, such as /docs.",
        Form = ValueForm.ReadBy(static text => Site.ReadBasePath(text)),
        IsOfFiles = true,
        OtherNames = ["route-prefix", "path-prefix", "base-dir", "path-base", "prefix"],
    };

    public static readonly Setting Open = new()
    {
        Name = "open",
        ShortName = "o",
        Group = SettingGroup.Where,
        ValueName = "PATH",
        Description = "Open the first page, or this one, in your browser.",
        Implied = "/",
        Form = ValueForm.ReadBy(static text => Answers.ReadPage(text)),
        OtherNames = ["browser", "launch"],
    };

    public static readonly Setting Tls = Setting.Switch(
        "tls",
        SettingGroup.Tls,
        "Serve with TLS, by a certificate for this machine from an authority of your own, which is made when there is none.",
        "https",
        "ssl");

    public static readonly Setting Certificate = new()
    {
        Name = "cert",
        Group = SettingGroup.Tls,
        ValueName = "FILE",
        Description = "Serve with TLS, by this certificate in PEM, the ones between it and its authority behind it.",
        Form = ValueForm.File,
        OtherNames = ["tls-cert", "ssl-cert", "certificate"],
    };

    public static readonly Setting Key = new()
    {
        Name = "key",
        Group = SettingGroup.Tls,
        ValueName = "FILE",
        Description = "The key of --cert in PEM, unless it is in the same file.",
        Form = ValueForm.File,
        OtherNames = ["tls-key", "ssl-key"],
    };

    public static readonly Setting Pfx = new()
    {
        Name = "pfx",
        Group = SettingGroup.Tls,
        ValueName = "FILE",
        Description = "Serve with TLS, by the certificate and key in this PKCS #12 file.",
        Form = ValueForm.File,
        OtherNames = ["pkcs12", "p12"],
    };

    public static readonly Setting PasswordFile = new()
    {
        Name = "password-file",
        Group = SettingGroup.Tls,
        ValueName = "FILE",
        Description = "A file whose first line is the password of --key or --pfx.",
        Form = ValueForm.File,
        OtherNames = ["ssl-pass", "pfx-pwd"],
    };

    public static readonly Setting Redirect = new()
    {
        Name = "redirect",
        Group = SettingGroup.Tls,
        ValueName = "ADDRESS",
        Description = "Where to listen for HTTP without TLS as well, to send everybody to HTTPS.",
        Form = ValueForm.ReadBy(static text => EndpointAddress.Parse(text, EndpointScheme.Http)),
    };

    public static readonly Setting Hsts = new()
    {
        Name = "hsts",
        Group = SettingGroup.Tls,
        ValueName = "SECONDS",
        Description = "Tell browsers to come by HTTPS only, for a year or so many seconds (Strict-Transport-Security).",
        Implied = "31536000",
        Form = ValueForm.Number(0, 2 * YearSeconds),
        IsOfFiles = true,
    };

    public static readonly Setting MaxConnections = new()
    {
        Name = "max-connections",
        Group = SettingGroup.Limits,
        ValueName = "NUMBER",
        Description = "Connections at once. One more, and the idlest makes room.",
        Default = "50000",
        Form = ValueForm.Number(1, 10_000_000),
    };

    public static readonly Setting MaxPerAddress = new()
    {
        Name = "max-per-address",
        Group = SettingGroup.Limits,
        ValueName = "NUMBER",
        Description = "Connections at once from one address; a quarter of --max-connections unless given. This machine may have "
            + "as many as it wants.",
        Form = ValueForm.Number(1, 10_000_000),
        OtherNames = ["max-connections-per-address", "max-connections-per-ip"],
    };

    public static readonly Setting MaxBody = new()
    {
        Name = "max-body",
        Group = SettingGroup.Limits,
        ValueName = "BYTES",
        Description = "The largest body of a request, such as 64K, 10M or 2G.",
        Default = "30000000",
        Form = ValueForm.Bytes,
        OtherNames = ["max-size", "max-body-size", "max-request-body"],
    };

    public static readonly Setting MaxHead = new()
    {
        Name = "max-head",
        Group = SettingGroup.Limits,
        ValueName = "BYTES",
        Description = "The largest head of a request, all fields together, up to 1M.",
        Default = "32K",
        Form = ValueForm.ReadBy(static text => ServerLimits.ReadHead(text)),
        OtherNames = ["max-header", "max-headers"],
    };

    public static readonly Setting Idle = new()
    {
        Name = "idle",
        Group = SettingGroup.Limits,
        ValueName = "SECONDS",
        Description = "How long a connection may wait for its next request.",
        Default = "60",
        Form = ValueForm.Number(1, LongestSeconds),
        OtherNames = ["timeout", "keep-alive", "idle-timeout", "keep-alive-timeout"],
    };

    public static readonly Setting Grace = new()
    {
        Name = "grace",
        Group = SettingGroup.Limits,
        ValueName = "SECONDS",
        Description = "How long requests may go on once the server is told to stop.",
        Default = "30",
        Form = ValueForm.Number(0, LongestSeconds),
        OtherNames = ["grace-period", "shutdown-timeout", "stop-timeout"],
    };

    public static readonly Setting LogFormat = new()
    {
        Name = "log-format",
        Group = SettingGroup.Watching,
        ValueName = "text|json|clf",
        Description = "How a request is logged: text for people, JSON or the combined log format for programs. Unless given, text on "
            + "a terminal and JSON elsewhere.",
        Form = ValueForm.OneOf("text", "json", "clf"),
        OtherNames = ["access-log-format", "log-style"],
    };

    public static readonly Setting LogFile = new()
    {
        Name = "log-file",
        Group = SettingGroup.Watching,
        ValueName = "FILE",
        Description = "Log requests there, at the end of what is in it, in place of the standard output.",
        Form = ValueForm.File,
        OtherNames = ["access-log", "log"],
    };

    public static readonly Setting Quiet = new()
    {
        Name = "quiet",
        ShortName = "q",
        Group = SettingGroup.Watching,
        Description = "Say where it listens and what fails, and nothing of requests.",
        Default = "false",
        Implied = "true",
        Form = ValueForm.Switch,
        OtherNames = ["silent", "no-request-logging"],
    };

    public static readonly Setting Health = new()
    {
        Name = "health",
        Group = SettingGroup.Watching,
        ValueName = "PATH",
        Description = "Answer 200 there while requests are wanted, and 503 from the moment the server begins to stop.",
        Implied = "/health",
        Form = ValueForm.ReadBy(static text => Answers.ReadPath(text)),
        OtherNames = ["health-check", "healthz"],
    };

    public static readonly Setting Config = new()
    {
        Name = "config",
        Group = SettingGroup.Settings,
        ValueName = "FILE",
        Description = "A JSON file with settings: its keys are the names of the options. None is read unless named.",
        Form = ValueForm.File,
        IsAboutSettings = true,
        OtherNames = ["config-file", "c"],
    };

    public static readonly Setting PrintConfig = new()
    {
        Name = "print-config",
        Group = SettingGroup.Settings,
        Description = "Print every setting, its value and where that comes from as JSON, passwords hidden, and end.",
        Default = "false",
        Implied = "true",
        Form = ValueForm.Switch,
        IsAboutSettings = true,
        OtherNames = ["show-config", "dump-config"],
    };

    /// <summary>What <c>linnet serve</c> can be told.</summary>
    public static IReadOnlyList<Setting> OfServe { get; } =
    [
        Path, Port, Listen, Lan, Host, BasePath, Open,
        Tls, Certificate, Key, Pfx, PasswordFile, Redirect, Hsts,
        .. FileSettings.All,
        MaxConnections, MaxPerAddress, MaxBody, MaxHead, Idle, Grace,
        LogFormat, LogFile, Quiet, Health,
        Config, PrintConfig,
    ];

    /// <summary>What <c>linnet</c> alone can be told.</summary>
    public static IReadOnlyList<Setting> OfWelcome { get; } = [.. OfServe.Where(static setting => !setting.IsOfFiles)];
}
