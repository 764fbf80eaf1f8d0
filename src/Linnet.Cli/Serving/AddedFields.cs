// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Cli.Serving;

/// <summary>
/// Adds fields to every answer when it is about to begin: the first of a name in place of the handler's, the others beside it.
/// </summary>
internal sealed class AddedFields
{
    private readonly (AddedField Field, bool IsFirst)[] _fields;
    private readonly Action<HttpExchange> _apply;

    /// <summary>Adds these.</summary>
    public AddedFields(IEnumerable<AddedField> fields)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase) { "Set-Cookie" };
        _fields = [.. fields.Select(field => (field, names.Add(field.Name)))];
        _apply = Apply;
    }

    /// <summary>Has them added to an answer.</summary>
    public ValueTask InvokeAsync(HttpExchange exchange, HttpHandler next)
    {
        exchange.Response.OnStarting(_apply);
        return next(exchange);
    }

    private void Apply(HttpExchange exchange)
    {
        ResponseHeaders headers = exchange.Response.Headers;
        foreach ((AddedField field, bool isFirst) in _fields)
        {
            if (field.Name.Equals("Vary", StringComparison.OrdinalIgnoreCase))
            {
                // RFC 9110 §12.5.5: what else the answer depends on stays true.
                AddVary(headers, field.Value);
            }
            else if (isFirst)
            {
                headers[field.Name] = field.Value;
            }
            else
            {
                headers.Add(field.Name, field.Value);
            }
        }
    }

    private static void AddVary(ResponseHeaders headers, string names)
    {
        foreach (string name in names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            headers.AddVary(name);
        }
    }
}
