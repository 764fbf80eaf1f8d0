// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;

namespace Linnet.Exchanges;

/// <summary>
/// A request body could not be read, and it is the client's fault: it broke a rule of the protocol, exceeded a limit, was
/// not of the kind that was asked for, was too slow, or left. A handler that lets it pass answers with
/// <see cref="StatusCode"/>, if it can still answer.
/// </summary>
public sealed class RequestBodyException : IOException
{
    /// <summary>Makes an exception without words.</summary>
    public RequestBodyException()
    {
    }

    /// <summary>Makes an exception that says what was wrong.</summary>
    public RequestBodyException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception that says what was wrong and what caused it.</summary>
    public RequestBodyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal RequestBodyException(int statusCode, string message)
        : base(message) => StatusCode = statusCode;

    internal RequestBodyException(int statusCode, string message, Exception innerException)
        : base(message, innerException) => StatusCode = statusCode;

    /// <summary>The status that the client deserves: 400, 408, 413, 415 or 431.</summary>
    public int StatusCode { get; } = 400;
}
