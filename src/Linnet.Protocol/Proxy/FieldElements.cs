// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;

using Linnet.Protocol.Messages;
using Linnet.Protocol.Text;

namespace Linnet.Protocol.Proxy;

/// <summary>
/// The elements of a comma-separated field, over all its lines and in the order received, without the white space around
/// them. RFC 9110 §5.3: several lines are one list. §5.6.1.2: an empty element is none.
/// </summary>
internal ref struct FieldElements(ReadOnlySpan<byte> message, ReadOnlySpan<Field> fields, ReadOnlySpan<byte> name)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private readonly ReadOnlySpan<byte> _name = name;
    private ReadOnlySpan<Field> _fields = fields;
    private ReadOnlySpan<byte> _line;

    /// <summary>The element.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>The elements once more from where they stand.</summary>
    public readonly FieldElements GetEnumerator() => this;

    /// <summary>How many there are.</summary>
    public readonly int Count()
    {
        int count = 0;
        foreach (ReadOnlySpan<byte> _ in this)
        {
            count++;
        }

        return count;
    }

    /// <summary>Goes to the next element.</summary>
    public bool MoveNext()
    {
        while (FindLine())
        {
            int comma = _line.IndexOf((byte)',');
            Current = Token.Trim(comma < 0 ? _line : _line[..comma]);
            _line = comma < 0 ? default : _line[(comma + 1)..];
            if (!Current.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private bool FindLine()
    {
        while (_line.IsEmpty && !_fields.IsEmpty)
        {
            Field field = _fields[0];
            _fields = _fields[1..];
            if (Ascii.EqualsIgnoreCase(field.Name(_message), _name))
            {
                _line = field.Value(_message);
            }
        }

        return !_line.IsEmpty;
    }
}
