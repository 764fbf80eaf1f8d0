// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

using Linnet.Cli.Settings;
using Linnet.Exchanges;
using Linnet.Middleware;
using Linnet.Sockets;

namespace Linnet.Cli.Serving;

/// <summary>What stands around the files of <c>linnet serve</c>, from its settings: each a middleware, the first outermost.</summary>
internal static class Answers
{
    /// <summary>The whole way of a request.</summary>
    public static HttpHandler Around(HttpHandler files, SettingValues values, Companions companions)
    {
        HttpHandler whole = files;
        foreach (HttpMiddleware middleware in Middleware(values, companions).Reverse())
        {
            HttpHandler next = whole;
            whole = exchange => middleware(exchange, next);
        }

        return whole;
    }

    /// <summary>Reads an origin, or the star for all.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string ReadOrigin(string text)
    {
        try
        {
            return new Cors { Origins = [text] }.Origins[0];
        }
        catch (ArgumentException failure)
        {
            throw new FormatException(
                $"'{Visible.Escape(text)}' is no origin: write https://app.example.com, with a port unless it is the usual one, "
                + "or * for all.",
                failure);
        }
    }

    /// <summary>Reads a path on the server.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string ReadPath(string text) => Site.ReadBasePath(text) is { Length: > 0 } path
        ? path
        : throw new FormatException("'/' is where the files are: take another path, such as /health.");

    /// <summary>Reads a path on the server, or an address to listen on.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static string ReadPathOrAddress(string text) =>
        text.StartsWith('/') ? ReadPath(text)
            : EndpointAddress.Parse(text, EndpointScheme.Http) is { Scheme: EndpointScheme.Http } address ? $"{address}"
            : throw new FormatException($"'{Visible.Escape(text)}' is none for metrics: write /metrics, or 127.0.0.1:9090.");

    /// <summary>Reads the address of a page on the server.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string ReadPage(string text) =>
        text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal) && Uri.IsWellFormedUriString(text, UriKind.Relative)
            ? text
            : throw new FormatException($"'{Visible.Escape(text)}' is no address of a page: write it as /docs/index.html.");

    private static IEnumerable<HttpMiddleware> Middleware(SettingValues values, Companions companions)
    {
        AddedFields fields = new(Fields(values));
        yield return fields.InvokeAsync;

        string[] origins = [.. values.All(FileSettings.Cors).Where(static origin => origin != "false")];
        if (origins.Length > 1 && origins.Contains("*"))
        {
            throw new FormatException(
                $"{values.Of(FileSettings.Cors).Place} is for every origin already: leave the others out, or the one without an origin.");
        }

        if (origins.Length > 0)
        {
            yield return new Cors { Origins = origins }.InvokeAsync;
        }

        if (companions.Access is { } access)
        {
            yield return access.InvokeAsync;
        }

        if (companions.Metrics is { } metrics && values.Text(FileSettings.Metrics) is { } path && path.StartsWith('/'))
        {
            yield return (exchange, next) => IsReadOf(exchange, path) ? metrics.SendAsync(exchange) : next(exchange);
        }

        if (companions.Reload is { } reload)
        {
            yield return reload.InvokeAsync;
        }
        else if (!values.IsOn(FileSettings.NoCompress))
        {
            yield return new ResponseCompression().InvokeAsync;
        }
    }

    private static bool IsReadOf(HttpExchange exchange, string path) =>
        exchange.Request.Path == path && exchange.Request.Method is "GET" or "HEAD";

    private static IEnumerable<AddedField> Fields(SettingValues values)
    {
        List<AddedField> fields = [.. values.All(FileSettings.Header).Select(AddedField.Parse)];
        List<AddedField> usual = [new AddedField("X-Content-Type-Options", "nosniff")];
        if (values.Text(ServerSettings.Hsts) is { } seconds)
        {
            usual.Add(new AddedField("Strict-Transport-Security", $"max-age={seconds}"));
        }

        // What is asked for by name counts.
        return fields.Concat(usual.Where(
            each => !fields.Exists(field => field.Name.Equals(each.Name, StringComparison.OrdinalIgnoreCase))));
    }
}
