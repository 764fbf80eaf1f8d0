// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Exchanges;

/// <summary>One event of a stream of server-sent events (HTML §9.2).</summary>
public readonly record struct ServerSentEvent
{
    /// <summary>An event with data, of however many lines.</summary>
    /// <param name="data">The data; null for an event that only sets <see cref="Id"/> or <see cref="Retry"/>.</param>
    public ServerSentEvent(string? data) => Data = data;

    /// <summary>The data. Its lines, whatever ends them, arrive with a line feed between each two.</summary>
    public string? Data { get; }

    /// <summary>The name of the listeners that get it; those of <c>message</c> unless set.</summary>
    /// <exception cref="ArgumentException">It has more than one line.</exception>
    public string? Event
    {
        get;
        init
        {
            // HTML §9.2.5: a field ends with its line, and what followed would be another field.
            if (value?.AsSpan().IndexOfAny('\r', '\n') >= 0)
            {
                throw new ArgumentException("The name of an event must be one line.", nameof(value));
            }

            field = value;
        }
    }

    /// <summary>
    /// What a browser that has lost the connection sends back when it asks again:
    /// <see cref="RequestHeaders.LastEventId"/>. Empty for forgetting it.
    /// </summary>
    /// <exception cref="ArgumentException">It has more than one line, or a NUL, for which browsers ignore it.</exception>
    public string? Id
    {
        get;
        init
        {
            // HTML §9.2.6: an id with a NUL is ignored.
            if (value?.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
            {
                throw new ArgumentException("The id of an event must be one line, without NUL.", nameof(value));
            }

            field = value;
        }
    }

    /// <summary>How long browsers wait before they ask again, from now on; in whole milliseconds.</summary>
    public TimeSpan? Retry
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? default, TimeSpan.Zero, nameof(value));
            field = value;
        }
    }

    /// <summary>An event with data and nothing else.</summary>
    public static implicit operator ServerSentEvent(string data) => new(data);
}
