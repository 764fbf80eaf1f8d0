// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Sockets;

/// <summary>Calls what a user asked to be called when something fails.</summary>
internal static class FailureCallback
{
    /// <summary>Tells of a failure of <paramref name="where"/>; what the callback throws is ignored.</summary>
    public static void Tell<T>(Action<T, Exception>? callback, T where, Exception failure)
    {
        try
        {
            callback?.Invoke(where, failure);
        }
        catch (Exception)
        {
            // Being told of a failure must not become another one.
        }
    }
}
