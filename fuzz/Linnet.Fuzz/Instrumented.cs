// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;

using Linnet.Fuzz.Judging;
using Linnet.Fuzz.Targets;

using SharpFuzz;

namespace Linnet.Fuzz;

/// <summary>What AFL++ needs: assemblies that say which way they went, and a program that it gives inputs to.</summary>
internal static class Instrumented
{
    private const int Cuts = 24;

    /// <summary>
    /// Instruments the readers in a copy of the build. The tree's own build is never touched: what is tested and shipped has
    /// nothing of it.
    /// </summary>
    public static void Prepare(string folder, TextWriter output)
    {
        foreach ((string file, string prefix) in
            ((string, string)[])[("Linnet.Protocol.dll", "Linnet.Protocol."), ("Linnet.dll", "Linnet.Sockets.Endpoint")])
        {
            int count = 0;
            foreach (string _ in Fuzzer.Instrument(
                Path.Combine(folder, file), name => name.StartsWith(prefix, StringComparison.Ordinal), Options.Value))
            {
                count++;
            }

            output.WriteLine($"{file}: {count} types instrumented.");
        }
    }

    /// <summary>Reads what AFL++ gives, until it gives no more. Whatever is thrown is a crash.</summary>
    public static void Run(ITarget target)
    {
        Judge judge = new(target, Cuts);
        using MemoryStream room = new();
        Fuzzer.Run(stream =>
        {
            room.SetLength(0);
            stream.CopyTo(room);
            judge.Run(room.GetBuffer().AsSpan(0, (int)room.Length));
        });
    }
}
