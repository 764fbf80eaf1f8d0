// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace Linnet.Load.Faults;

/// <summary>One way in which a call fails, by its name: an error number of Linux, or what the base library throws.</summary>
internal sealed class Failure
{
    private static readonly FrozenDictionary<string, int> Numbers = new Dictionary<string, int>
    {
        ["EPERM"] = 1,
        ["EINTR"] = 4,
        ["EIO"] = 5,
        ["EAGAIN"] = 11,
        ["ENOMEM"] = 12,
        ["EACCES"] = 13,
        ["EXDEV"] = 18,
        ["ENFILE"] = 23,
        ["EMFILE"] = 24,
        ["ENOSPC"] = 28,
        ["EROFS"] = 30,
        ["EPIPE"] = 32,
        ["ENOLCK"] = 37,
        ["EPROTO"] = 71,
        ["ECONNABORTED"] = 103,
        ["ECONNRESET"] = 104,
        ["ENOBUFS"] = 105,
        ["ENOTCONN"] = 107,
        ["ETIMEDOUT"] = 110,
        ["EDQUOT"] = 122,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly string _name;

    /// <summary>The one of that name.</summary>
    public Failure(string name)
    {
        _name = name;
        ErrorNumber = Numbers.GetValueOrDefault(name);
    }

    /// <summary>The error number; 0 when it is not one.</summary>
    public int ErrorNumber { get; }

    /// <summary>A new exception, as the base library throws it.</summary>
    public Exception ToException() => _name switch
    {
        nameof(IOException) => new IOException("Injected: the device has failed."),
        nameof(UnauthorizedAccessException) => new UnauthorizedAccessException("Injected: access is denied."),
        nameof(OutOfMemoryException) => new InsufficientMemoryException("Injected: no memory."),
        nameof(AuthenticationException) => new AuthenticationException("Injected: the handshake has failed."),
        nameof(CryptographicException) => new CryptographicException("Injected: the key cannot be used."),
        _ => new SocketException((int)Enum.Parse<SocketError>(_name)),
    };

    /// <inheritdoc />
    public override string ToString() => _name;
}
