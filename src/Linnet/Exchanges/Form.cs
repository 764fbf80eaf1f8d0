// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections;
using System.Collections.Generic;

namespace Linnet.Exchanges;

/// <summary>
/// The fields of a form as names and values, in the order sent, decoded once. Names are compared exactly. What is no UTF-8
/// becomes U+FFFD. It is the caller's own, and stays when the exchange has ended.
/// </summary>
public sealed class Form : IEnumerable<KeyValuePair<string, string>>
{
    private readonly ParameterList _list;

    internal Form(ParameterList list) => _list = list;

    /// <summary>How many fields there are.</summary>
    public int Count => _list.Count;

    /// <summary>The first value of a name; null when the name is not there.</summary>
    public string? this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            int index = _list.IndexOf(name);
            return index < 0 ? null : ParameterList.Text(_list.Value(index));
        }
    }

    /// <summary>Every value of a name; none when it is not there.</summary>
    public IReadOnlyList<string> All(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _list.All(name);
    }

    /// <summary>The fields as text.</summary>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        for (int index = 0; index < Count; index++)
        {
            yield return _list.Pair(index);
        }
    }

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
