// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text;

using Linnet.Protocol.Text;

namespace Linnet.Exchanges;

/// <summary>
/// Which route a request has taken, and what stood in its path where the template has parameters. The values are decoded
/// from percent-encoding once; text is made when it is asked for. Valid as long as the exchange.
/// </summary>
/// <remarks>
/// A value is data from the client. It may hold a slash or a backslash that was sent encoded, and it may be <c>..</c>
/// with one of them: as the name of a file it must be checked like any other (FileHandler does that).
/// </remarks>
public sealed class RouteValues
{
    private readonly HttpExchange _exchange;
    private readonly RequestPath _path;
    private string? _pattern;
    private string[] _names = [];
    private Range[] _ranges = [];

    internal RouteValues(HttpExchange exchange)
    {
        _exchange = exchange;
        _path = new RequestPath(exchange);
    }

    /// <summary>
    /// The template of the route, such as <c>/hello/{name}</c>, as it was mapped; null when no route matched. It comes from
    /// the program and not from the client, so there are few of them: what metrics and logs want.
    /// </summary>
    public string? Pattern => Checked._pattern;

    /// <summary>How many parameters there are.</summary>
    public int Count => Checked._names.Length;

    /// <summary>The value of a parameter.</summary>
    /// <exception cref="KeyNotFoundException">The template has no such parameter; the message says which it has.</exception>
    public string this[string name] => Encoding.UTF8.GetString(Bytes(name));

    /// <summary>The value of a parameter, or null when the template has no such parameter.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out string? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        int index = Array.IndexOf(Checked._names, name);
        value = index < 0 ? null : Encoding.UTF8.GetString(Value(index));
        return index >= 0;
    }

    /// <summary>
    /// The value of a parameter in UTF-8. The bytes are valid until the handler awaits something. Makes nothing.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The template has no such parameter.</exception>
    public ReadOnlySpan<byte> Bytes(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int index = Array.IndexOf(Checked._names, name);
        return index >= 0 ? Value(index) : throw new KeyNotFoundException(NoSuchParameter(name));
    }

    /// <summary>The value of a parameter as a number: of <c>{name:int}</c> it always is one.</summary>
    /// <exception cref="KeyNotFoundException">The template has no such parameter.</exception>
    /// <exception cref="FormatException">The value is none; only where the template does not demand it.</exception>
    public int Int(string name) => RouteText.TryParseInt(Bytes(name), out int value) ? value : throw NotA(name, "int");

    /// <summary>The value of a parameter as a number: of <c>{name:long}</c> it always is one.</summary>
    /// <exception cref="KeyNotFoundException">The template has no such parameter.</exception>
    /// <exception cref="FormatException">The value is none; only where the template does not demand it.</exception>
    public long Long(string name) =>
        RouteText.TryParseLong(Bytes(name), out long value) ? value : throw NotA(name, "long");

    /// <summary>The value of a parameter as a GUID: of <c>{name:guid}</c> it always is one.</summary>
    /// <exception cref="KeyNotFoundException">The template has no such parameter.</exception>
    /// <exception cref="FormatException">The value is none; only where the template does not demand it.</exception>
    public Guid Guid(string name) =>
        RouteText.TryParseGuid(Bytes(name), out Guid value) ? value : throw NotA(name, "guid");

    /// <summary>The value of a parameter as true or false: of <c>{name:bool}</c> it always is one of them.</summary>
    /// <exception cref="KeyNotFoundException">The template has no such parameter.</exception>
    /// <exception cref="FormatException">The value is none; only where the template does not demand it.</exception>
    public bool Bool(string name) =>
        RouteText.TryParseBool(Bytes(name), out bool value) ? value : throw NotA(name, "bool");

    /// <summary>The status that says why no route matched.</summary>
    internal int UnmatchedStatus { get; set; } = 404;

    /// <summary>The path to match, in its normal form.</summary>
    internal ReadOnlySpan<byte> Path => _path.Form;

    /// <summary>Begins with the exchange: nothing is known of the last one.</summary>
    internal void Begin()
    {
        _pattern = null;
        End();
    }

    /// <summary>Begins to look for a route.</summary>
    /// <param name="parameters">How many values there can be.</param>
    /// <returns>Why the path names nothing at all, if so.</returns>
    internal TargetPathRejection Seek(int parameters)
    {
        Begin();
        if (_ranges.Length < parameters)
        {
            _ranges = new Range[parameters];
        }

        return _path.Normalise();
    }

    /// <summary>Where the values stand in <see cref="Path"/>, for whoever looks for a route to fill in.</summary>
    internal Span<Range> Ranges => _ranges;

    /// <summary>Records the route that was found.</summary>
    internal void Set(string pattern, string[] names)
    {
        _pattern = pattern;
        _names = names;
        _exchange.Stream.Route = pattern;
    }

    /// <summary>Ends with the handler. The pattern stays, for those who are told when the response is over.</summary>
    internal void End()
    {
        _names = [];
        _path.Release();
        UnmatchedStatus = 404;
    }

    /// <summary>Asked for before any member is used: throws when the exchange has ended.</summary>
    private RouteValues Checked
    {
        get
        {
            _ = _exchange.Stream;
            return this;
        }
    }

    private ReadOnlySpan<byte> Value(int index) => _path.Value(_ranges[index]);

    private string NoSuchParameter(string name)
    {
        if (_pattern is null)
        {
            return $"There is no value '{name}': no route has matched.";
        }

        string has = _names.Length == 0 ? "no parameter" : $"the parameters {string.Join(", ", _names)}";
        return $"The route {_pattern} has no parameter '{name}'. It has {has}.";
    }

    private FormatException NotA(string name, string constraint) => new(
        $"The value of '{name}' in {_pattern} is no {constraint}. Write {{{name}:{constraint}}}, and the route is "
        + "taken only when it is one.");
}
