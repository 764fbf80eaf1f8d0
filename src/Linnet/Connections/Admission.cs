// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Linnet.Connections;

/// <summary>
/// Counts the connections of one server, all together and by address, knows which are idle, and says who may come in.
/// Thread-safe.
/// </summary>
/// <remarks>
/// Addresses on this machine are not counted one by one: what connects from there is a proxy with many clients behind it,
/// or the owner. Of IPv6 the first 64 bits count, for a subscriber has all addresses below them.
/// </remarks>
internal sealed class Admission(int maxConnections, int maxPerAddress, bool shedsIdle)
{
    private readonly Lock _gate = new();
    private readonly HashSet<ActiveConnection> _connections = [];
    private readonly Dictionary<UInt128, int> _perAddress = [];
    private int _shed;

    /// <summary>How many connections there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Lets a connection in, if there is room for it or can be made.</summary>
    public bool TryEnter(ActiveConnection connection)
    {
        UInt128? key = KeyOf(connection.RemoteEndPoint);
        ActiveConnection? idlest = null;
        lock (_gate)
        {
            if (key is { } address && _perAddress.GetValueOrDefault(address) >= maxPerAddress)
            {
                return false;
            }

            if (_connections.Count - _shed >= maxConnections)
            {
                idlest = shedsIdle ? Idlest() : null;
                if (idlest is null)
                {
                    return false;
                }

                idlest.IsShed = true;
                _shed++;
            }

            _connections.Add(connection);
            if (key is { } counted)
            {
                _perAddress[counted] = _perAddress.GetValueOrDefault(counted) + 1;
            }
        }

        idlest?.Shed();
        return true;
    }

    /// <summary>Lets a connection that came in go.</summary>
    public void Leave(ActiveConnection connection)
    {
        UInt128? key = KeyOf(connection.RemoteEndPoint);
        lock (_gate)
        {
            _connections.Remove(connection);
            _shed -= connection.IsShed ? 1 : 0;
            if (key is { } address && --_perAddress[address] == 0)
            {
                _perAddress.Remove(address);
            }
        }
    }

    /// <summary>The connections that there are now.</summary>
    public ActiveConnection[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _connections];
        }
    }

    private ActiveConnection? Idlest()
    {
        ActiveConnection? idlest = null;
        foreach (ActiveConnection connection in _connections)
        {
            if (!connection.IsShed && connection.IdleSince < (idlest?.IdleSince ?? long.MaxValue))
            {
                idlest = connection;
            }
        }

        return idlest;
    }

    private static UInt128? KeyOf(EndPoint? endPoint)
    {
        if (endPoint is not IPEndPoint { Address: { } address } || IPAddress.IsLoopback(address))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            bytes[8..].Clear();
        }

        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
