// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Linnet.Connections;
using Xunit;

namespace Linnet.Tests.Connections;

/// <summary>The receive buffer against one that is so plain that it can only be right.</summary>
public sealed class ReceiveBufferTests
{
    private const int MaxBytes = 40_000;
    private const int Seeds = 400;
    private const int Steps = 300;

    [Fact]
    public void It_does_what_a_naive_one_does()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            Run(seed);
        }
    }

    [Fact]
    public void A_full_one_says_so_and_keeps_what_it_has()
    {
        ReceiveBuffer buffer = new(MaxBytes);
        int filled = 0;
        while (filled < MaxBytes)
        {
            Memory<byte> room = buffer.Room();
            room.Span.Fill((byte)'x');
            buffer.Filled(room.Length);
            filled += room.Length;
        }

        Assert.Throws<InvalidOperationException>(() => buffer.Room());
        Assert.Equal(filled, buffer.Unread.Length);
        Assert.False(buffer.Unread.ContainsAnyExcept((byte)'x'));
        buffer.Release();
        Assert.True(buffer.IsEmpty);
        Assert.Equal(0, buffer.Received.Length);
    }

    private static void Run(int seed)
    {
        Random random = new(seed);
        ReceiveBuffer buffer = new(MaxBytes);
        List<byte> kept = [];
        List<byte> unread = [];
        for (int step = 0; step < Steps; step++)
        {
            string did = Step(random, buffer, kept, unread);
            string where = $"seed {seed}, step {step}: {did}";
            Assert.True(buffer.Kept.SequenceEqual(CollectionsMarshal.AsSpan(kept)), $"What is kept differs: {where}.");
            Assert.True(buffer.Unread.SequenceEqual(CollectionsMarshal.AsSpan(unread)), $"What is unread differs: {where}.");
            Assert.True(buffer.IsEmpty == (unread.Count == 0), $"It is wrong about being empty: {where}.");
            Assert.True(buffer.Received.Span.StartsWith(buffer.Kept), $"What is received begins otherwise: {where}.");
            Assert.True(buffer.Received.Span.EndsWith(buffer.Unread), $"What is received ends otherwise: {where}.");
        }

        buffer.Release();
    }

    private static string Step(Random random, ReceiveBuffer buffer, List<byte> kept, List<byte> unread)
    {
        switch (random.Next(10))
        {
            case 0 when kept.Count == 0:
                int head = random.Next(unread.Count + 1);
                buffer.Keep(head);
                kept.AddRange(unread[..head]);
                unread.RemoveRange(0, head);
                return $"keep {head}";
            case 1:
                buffer.ReleaseKept();
                kept.Clear();
                return "release what is kept";
            case 2:
                int used = random.Next(unread.Count + 1);
                buffer.Consume(used);
                unread.RemoveRange(0, used);
                return $"consume {used}";
            case 3 or 4:
                return Take(random, buffer, unread);
            case 5:
                buffer.ReleaseIfEmpty();
                return "release if empty";
            case 6 when random.Next(20) == 0:
                buffer.Release();
                kept.Clear();
                unread.Clear();
                return "release";
            default:
                return Fill(random, buffer, kept, unread);
        }
    }

    private static string Take(Random random, ReceiveBuffer buffer, List<byte> unread)
    {
        byte[] destination = new byte[random.Next(3000)];
        int count = Math.Min(destination.Length, unread.Count);
        Assert.Equal(count, buffer.Take(destination));
        Assert.Equal(unread[..count], destination[..count]);
        unread.RemoveRange(0, count);
        return $"take {count}";
    }

    private static string Fill(Random random, ReceiveBuffer buffer, List<byte> kept, List<byte> unread)
    {
        Memory<byte> room;
        try
        {
            room = buffer.Room();
        }
        catch (InvalidOperationException)
        {
            Assert.True(kept.Count + unread.Count >= MaxBytes, "It says that it is full, and is not.");
            return "find no room";
        }

        Assert.False(room.IsEmpty);

        // A receive fills little or all of the room.
        int count = random.Next(3) == 0 ? room.Length : random.Next(Math.Min(room.Length, 700) + 1);
        random.NextBytes(room.Span[..count]);
        unread.AddRange(room.Span[..count]);
        buffer.Filled(count);
        return $"fill {count} of {room.Length}";
    }
}
