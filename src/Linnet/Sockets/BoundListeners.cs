// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;

namespace Linnet.Sockets;

/// <summary>The listeners of a <see cref="ConnectionServer"/>, which owns them: every address is bound, or none.</summary>
internal sealed class BoundListeners
{
    private readonly List<IConnectionListener> _all = [];
    private readonly List<EndPoint> _endPoints = [];
    private readonly List<(int Place, string Address, ListeningSocket Socket)> _sockets = [];
    private bool _isHandingOver;

    private BoundListeners()
    {
    }

    /// <summary>The listeners, in the order of the addresses.</summary>
    public IReadOnlyList<IConnectionListener> All => _all;

    /// <summary>Where they listen, with the ports the system chose.</summary>
    public IReadOnlyList<EndPoint> EndPoints => _endPoints;

    /// <summary>Those of them that a successor can be given, each with its address as text and the place of that in the list.</summary>
    public IReadOnlyList<(int Place, string Address, ListeningSocket Socket)> Sockets => _sockets;

    /// <summary>Binds every address.</summary>
    /// <exception cref="EndpointException">An address cannot be listened on; none is then.</exception>
    public static BoundListeners Bind(
        IReadOnlyList<EndpointAddress> addresses,
        SocketServerOptions options,
        Func<EndpointAddress, SocketServerOptions, IReadOnlyList<IConnectionListener>> listen)
    {
        InheritedListeners.RequireApart(addresses);

        // First, because it can fail, and nothing has to be undone yet.
        RuntimeThreads.StartTimerThread();
        BoundListeners bound = new();
        try
        {
            for (int place = 0; place < addresses.Count; place++)
            {
                bound.Add(place, addresses[place], listen(addresses[place], options));
            }

            return bound;
        }
        catch
        {
            bound._all.ForEach(listener => listener.Dispose());
            throw;
        }
    }

    /// <summary>Everything is accepted from here on: whoever has passed on listeners to this process may stop.</summary>
    public void TellPredecessor()
    {
        if (_sockets.Count > 0)
        {
            Predecessor.OfThisProcess?.TellListening(_sockets.ConvertAll(one => one.Address));
        }
    }

    /// <summary>A successor is started; false when another one is being started.</summary>
    public bool TryBeginHandOver()
    {
        if (Interlocked.Exchange(ref _isHandingOver, true))
        {
            return false;
        }

        // From the beginning: the server may stop before it hears that the successor listens.
        _sockets.ForEach(one => one.Socket.HandOver());
        return true;
    }

    /// <summary>It listens, or has come to nothing.</summary>
    public void EndHandOver(bool isListening)
    {
        if (!isListening)
        {
            _sockets.ForEach(one => one.Socket.TakeBack());
        }

        Volatile.Write(ref _isHandingOver, false);
    }

    private void Add(int place, EndpointAddress address, IReadOnlyList<IConnectionListener> listeners)
    {
        _all.AddRange(listeners);
        foreach (IConnectionListener listener in listeners)
        {
            _endPoints.Add(listener.LocalEndPoint);
            if (listener.Socket is { } socket)
            {
                _sockets.Add((place, address.ToString(), socket));
            }
        }
    }
}
