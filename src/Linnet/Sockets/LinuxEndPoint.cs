// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Linnet.Sockets;

/// <summary>
/// The other end of an accepted connection as the system wrote it down: made into an <see cref="EndPoint"/> only when
/// somebody asks.
/// </summary>
internal readonly struct LinuxEndPoint
{
    private const int Unix = 1;
    private const int InterNetwork = 2;
    private const int InterNetworkV6 = 10;

    private const int InterNetworkV6Bytes = 28;

    private readonly UInt128 _address;
    private readonly uint _scope;
    private readonly ushort _port;
    private readonly byte _family;
    private readonly EndPoint? _unix;

    /// <summary>Reads a struct sockaddr.</summary>
    public LinuxEndPoint(ReadOnlySpan<byte> address)
    {
        int family = address.Length < 2 ? 0 : BitConverter.ToUInt16(address);
        if (family == InterNetwork)
        {
            _family = InterNetwork;
            _port = BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
            _address = BinaryPrimitives.ReadUInt32BigEndian(address[4..]);
        }
        else if (family == InterNetworkV6 && address.Length >= InterNetworkV6Bytes)
        {
            _family = InterNetworkV6;
            _port = BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
            _address = BinaryPrimitives.ReadUInt128BigEndian(address[8..]);
            _scope = BitConverter.ToUInt32(address[24..]);
        }
        else if (family == Unix)
        {
            // Nearly always without a name; few enough to be made at once.
            _unix = UnixEndPoint(address);
        }
    }

    /// <summary>The address as a number, an IPv4 one as IPv6 maps it; false when there is none.</summary>
    public bool TryGetAddress(out UInt128 address)
    {
        address = _family == InterNetwork ? _address | ((UInt128)0xffff << 32) : _address;
        return _family != 0;
    }

    /// <summary>The end; null when the system has named none.</summary>
    public EndPoint? ToEndPoint()
    {
        if (_family == 0)
        {
            return _unix;
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _address);
        IPAddress address = _family == InterNetwork ? new IPAddress(bytes[12..]) : new IPAddress(bytes, _scope);
        return SocketConnection.Plain(new IPEndPoint(address, _port));
    }

    private static EndPoint UnixEndPoint(ReadOnlySpan<byte> address)
    {
        SocketAddress copy = new(AddressFamily.Unix, address.Length);
        address.CopyTo(copy.Buffer.Span);
        return new UnixDomainSocketEndPoint("/").Create(copy);
    }
}
