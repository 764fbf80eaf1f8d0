// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Load.Faults;

/// <summary>
/// What the woven copy of Linnet asks at each of its call sites: whether this call is the one that fails. Public because that
/// copy is another assembly. Nothing that ships knows it. Thread-safe.
/// </summary>
public static class CallSites
{
    /// <summary>More sites than there will be.</summary>
    private const int Most = 4096;

    private static readonly int[] Counts = new int[Most];
    private static readonly ConcurrentDictionary<object, int> Arrays = new(ReferenceEqualityComparer.Instance);

    private static int _site = -1;
    private static int _left;
    private static Failure? _failure;
    private static volatile bool _hasFailed;

    /// <summary>Whether the call that was to fail has.</summary>
    internal static bool HasFailed => _hasFailed;

    /// <summary>The way that led to the call that has failed.</summary>
    internal static string Place { get; private set; } = "";

    /// <summary>How often each site has been passed since <see cref="Begin"/>, of those that were.</summary>
    internal static IEnumerable<(int Site, int Passes)> Passed =>
        Enumerable.Range(0, Most).Where(site => Volatile.Read(ref Counts[site]) > 0).Select(site => (site, Counts[site]));

    /// <summary>At which sites the arrays were rented that have not been given back.</summary>
    internal static IEnumerable<int> Kept => Arrays.Values.Distinct();

    /// <summary>Counts anew, and has one call fail: the so many-th at a site; none when there is no failure.</summary>
    internal static void Begin(int site, int pass, Failure? failure)
    {
        Array.Clear(Counts);
        Arrays.Clear();
        _hasFailed = false;
        Place = "";
        _failure = failure;
        _left = pass;
        Volatile.Write(ref _site, failure is null ? -1 : site);
    }

    /// <summary>A call that fails with an error number: true when it has, and the number is where a caller looks for it.</summary>
    public static bool Deny(int site)
    {
        if (!IsDue(site))
        {
            return false;
        }

        Marshal.SetLastPInvokeError(_failure!.ErrorNumber);
        return true;
    }

    /// <summary>A call that fails with an exception: the exception, or null.</summary>
    public static Exception? Refuse(int site) => IsDue(site) ? _failure!.ToException() : null;

    /// <summary>A call that fails with an exception: throws it.</summary>
    public static void Pass(int site)
    {
        if (Refuse(site) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>An operation that has failed.</summary>
    public static ValueTask FailedValue(Exception failure) => ValueTask.FromException(failure);

    /// <summary>An operation with a result that has failed.</summary>
    public static ValueTask<T> FailedValueOf<T>(Exception failure) => ValueTask.FromException<T>(failure);

    /// <summary>An array from a pool, remembered until it is given back.</summary>
    public static T[] Rent<T>(ArrayPool<T> pool, int length, int site)
    {
        ArgumentNullException.ThrowIfNull(pool);
        Pass(site);
        T[] array = pool.Rent(length);
        if (array.Length > 0)
        {
            // The empty one is everybody's.
            Arrays[array] = site;
        }

        return array;
    }

    /// <summary>Gives an array back.</summary>
    public static void Return<T>(ArrayPool<T> pool, T[] array, bool clears)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(array);
        Arrays.TryRemove(array, out _);
        pool.Return(array, clears);
    }

    private static bool IsDue(int site)
    {
        Interlocked.Increment(ref Counts[site]);
        if (site != Volatile.Read(ref _site) || Interlocked.Decrement(ref _left) != 0)
        {
            return false;
        }

        Place = Environment.StackTrace;
        _hasFailed = true;
        return true;
    }
}
