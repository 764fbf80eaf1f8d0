// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Threading;
using Linnet.Sockets;

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
    private readonly List<ActiveConnection> _connections = [];
    private readonly Dictionary<UInt128, int> _perAddress = [];
    private int _shed;
    private bool _isDraining;

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
        UInt128? key = KeyOf(connection.Connection);
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
            }

            if (!TryKeep(connection, key))
            {
                return false;
            }

            if (idlest is not null)
            {
                idlest.IsShed = true;
                _shed++;
            }
        }

        idlest?.Shed();
        if (Volatile.Read(ref _isDraining))
        {
            connection.BeginDrain();
        }

        return true;
    }

    /// <summary>Lets a connection that came in go.</summary>
    public void Leave(ActiveConnection connection)
    {
        UInt128? key = KeyOf(connection.Connection);
        lock (_gate)
        {
            // The last one takes the place that falls free: no search, no gap.
            ActiveConnection last = _connections[^1];
            _connections[connection.Index] = last;
            last.Index = connection.Index;
            _connections.RemoveAt(_connections.Count - 1);
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

    /// <summary>The server begins to stop: tells those who are in, and everybody who still comes in.</summary>
    public void BeginDrain()
    {
        // First this, then those that are in: whoever comes meanwhile finds one or the other.
        Volatile.Write(ref _isDraining, true);
        foreach (ActiveConnection connection in Snapshot())
        {
            connection.BeginDrain();
        }
    }

    /// <summary>False when there is no memory for one more, and then it has left no trace: no memory is no room.</summary>
    private bool TryKeep(ActiveConnection connection, UInt128? key)
    {
        try
        {
            _connections.EnsureCapacity(_connections.Count + 1);
            if (key is { } address)
            {
                _perAddress[address] = _perAddress.GetValueOrDefault(address) + 1;
            }
        }
        catch (OutOfMemoryException)
        {
            return false;
        }

        connection.Index = _connections.Count;
        _connections.Add(connection);
        return true;
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

    private static UInt128? KeyOf(Connection connection)
    {
        if (!connection.TryGetRemoteAddress(out UInt128 address))
        {
            return null;
        }

        bool isMapped = address >> 32 == 0xffff;
        bool isLoopback = isMapped ? (byte)(address >> 24) == 127 : address == UInt128.One;
        if (isLoopback)
        {
            return null;
        }

        return isMapped ? address : address >> 64 << 64;
    }
}
