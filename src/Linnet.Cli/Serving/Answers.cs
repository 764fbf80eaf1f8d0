// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

using Linnet.Cli.Access;
using Linnet.Cli.Settings;
using Linnet.Exchanges;
using Linnet.Middleware;

namespace Linnet.Cli.Serving;

/// <summary>What stands around the files of <c>linnet serve</c>, from its settings: each a middleware, the first outermost.</summary>
internal static class Answers
{
    /// <summary>The whole way of a request.</summary>
    public static HttpHandler Around(HttpHandler files, SettingValues values, AccessControl? access)
    {
        HttpHandler whole = files;
        foreach (HttpMiddleware middleware in Middleware(values, access).Reverse())
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

    /// <summary>Reads the address of a page on the server.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string ReadPage(string text) =>
        text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal) && Uri.IsWellFormedUriString(text, UriKind.Relative)
            ? text
            : throw new FormatException($"'{Visible.Escape(text)}' is no address of a page: write it as /docs/index.html.");

    private static IEnumerable<HttpMiddleware> Middleware(SettingValues values, AccessControl? access)
    {
        AddedFields fields = new(Fields(values));
        yield return fields.InvokeAsync;

        string[] origins = [.. values.All(FileSettings.Cors).Where(static origin => origin != "false")];
        if (origins.Length > 0)
        {
            yield return new Cors { Origins = origins }.InvokeAsync;
        }

        if (access is not null)
        {
            yield return access.InvokeAsync;
        }

        if (!values.IsOn(FileSettings.NoCompress))
        {
            yield return new ResponseCompression().InvokeAsync;
        }
    }

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
