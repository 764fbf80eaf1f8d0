// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.CommandLine;

namespace Linnet.Cli.Serving;

/// <summary>What an HTTP server of the command can be told: the same for every verb that is one.</summary>
internal sealed class ServingOptions
{
    private readonly TlsOptions _tls = new();

    private readonly Option<string[]> _listen = new("--listen", "-l")
    {
        Description = "Where to listen; may be given more than once. http://HOST:PORT, https://HOST:PORT, unix:PATH or unix:@NAME; "
            + "* is every address, port 0 any free port.",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => ["127.0.0.1:65432"],
    };

    private readonly Option<string[]> _host = new("--host")
    {
        Description = "A host name to answer for, such as example.com or *.example.com; may be given more than once. "
            + "Unless given: on loopback the names of loopback, elsewhere every name.",
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        command.Add(_listen);
        command.Add(_host);
        _tls.AddTo(command);
    }

    /// <summary>A server as the options say.</summary>
    public HttpServing Serving(ParseResult command, Terminal terminal)
    {
        IReadOnlyList<string> addresses = Addresses(command);
        IReadOnlyList<string> hosts = Hosts(command);
        return new HttpServing(addresses, hosts, _tls.Read(command, addresses, command.GetValue(_host) ?? []), terminal);
    }

    private IReadOnlyList<string> Addresses(ParseResult command) =>
        _tls.Addresses(command, command.GetRequiredValue(_listen));

    private IReadOnlyList<string> Hosts(ParseResult command) =>
        AllowedHosts.For(Addresses(command), command.GetValue(_host) ?? []);
}
