// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections;
using System.Collections.Generic;

namespace Linnet.Exchanges;

/// <summary>
/// The query of a request as names and values, in the order sent, decoded once: a plus sign is a space, and a percent sign
/// that is followed by no two digits is itself, so no query is an error (the URL Standard's urlencoded parser). Parsed when
/// it is first asked; text is made for each answer. Names are compared exactly, case included. Valid as long as the exchange.
/// </summary>
public sealed class QueryParameters : IEnumerable<KeyValuePair<string, string>>
{
    private readonly HttpExchange _exchange;
    private readonly ParameterList _list = new();
    private bool _isParsed;

    internal QueryParameters(HttpExchange exchange) => _exchange = exchange;

    /// <summary>How many pairs there are.</summary>
    public int Count => Parsed.Count;

    /// <summary>The first value of a name; empty when it has none (<c>?a</c>), null when the name is not there.</summary>
    public string? this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            int index = Parsed.IndexOf(name);
            return index < 0 ? null : ParameterList.Text(_list.Value(index));
        }
    }

    /// <summary>Every value of a name; none when it is not there.</summary>
    public IReadOnlyList<string> All(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Parsed.All(name);
    }

    /// <summary>The first value of a name, both in UTF-8. The bytes are valid until the handler returns. Makes nothing.</summary>
    public bool TryGetBytes(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        int index = Parsed.IndexOf(name);
        value = index < 0 ? default : _list.Value(index);
        return index >= 0;
    }

    /// <summary>The pairs as text.</summary>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        for (int index = 0; index < Count; index++)
        {
            yield return _list.Pair(index);
        }
    }

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A name's bytes; valid until the handler returns.</summary>
    internal ReadOnlySpan<byte> NameBytes(int index) => Parsed.Name(index);

    /// <summary>A value's bytes, which need not be text; valid until the handler returns.</summary>
    internal ReadOnlySpan<byte> ValueBytes(int index) => Parsed.Value(index);

    internal void End()
    {
        if (_isParsed)
        {
            _isParsed = false;
            _list.Release();
        }
    }

    private ParameterList Parsed
    {
        get
        {
            ReadOnlySpan<byte> query = _exchange.Stream.Head.Query(_exchange.Stream.HeadBytes);
            if (!_isParsed)
            {
                // The bound on a request line bounds their number.
                _isParsed = true;
                _list.TryParse(query, int.MaxValue);
            }

            return _list;
        }
    }
}
