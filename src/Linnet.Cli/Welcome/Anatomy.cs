// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

using Linnet.Exchanges;

namespace Linnet.Cli.Welcome;

/// <summary>A request taken apart: all that the page shows, copied, since the exchange moves on to the next one.</summary>
internal sealed class Anatomy
{
    private Anatomy(HttpExchange exchange, int status)
    {
        HttpRequest request = exchange.Request;
        Status = status;
        Network = Layers.Network(exchange.RemoteEndPoint, exchange.LocalEndPoint);
        Transport = Layers.Transport(exchange.RemoteEndPoint, exchange.LocalEndPoint);
        Length = request.HeadBytes.Length;
        Lines = HeadLine.Split(request.HeadBytes);
        Method = request.Method;
        Target = request.Target;
        Path = request.Path;
        DecodedPath = Uri.UnescapeDataString(request.Path);
        Version = $"HTTP/{request.Version}";
        Host = request.Host;
        Query = [.. SplitQuery(request.QueryString)];
        Fields = [.. request.Headers.Select(field => (field.Key, Value(field.Key, field.Value)))];
    }

    public int Status { get; }

    public string Reason => Status switch
    {
        200 => "200 OK",
        404 => "404 Not Found",
        405 => "405 Method Not Allowed",
        501 => "501 Not Implemented",
        _ => throw new InvalidOperationException($"The site never answers {Status}."),
    };

    public Layer Network { get; }

    public Layer Transport { get; }

    /// <summary>The head's size in bytes.</summary>
    public int Length { get; }

    public IReadOnlyList<HeadLine> Lines { get; }

    public bool HasCredentials => Lines.Any(line => line.IsCredential);

    public string Method { get; }

    public string Target { get; }

    public string Path { get; }

    public string DecodedPath { get; }

    public bool IsPathEncoded => !string.Equals(DecodedPath, Path, StringComparison.Ordinal);

    public string Version { get; }

    public string Host { get; }

    public IReadOnlyList<(string Name, string Value)> Query { get; }

    /// <summary>Names and values, in the order they came.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields { get; }

    public static Anatomy Of(HttpExchange exchange, int status) => new(exchange, status);

    private static string Value(string name, string value) =>
        HeadLine.IsCredentialField(name) ? HeadLine.Cover(value) : value;

    private static IEnumerable<(string Name, string Value)> SplitQuery(string query)
    {
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] halves = pair.Split('=', 2);
            yield return (Decode(halves[0]), halves.Length == 2 ? Decode(halves[1]) : "");
        }
    }

    // Forms write a space as a plus sign.
    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
