// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;

using Linnet.Fuzz.Corpora;
using Linnet.Fuzz.Judging;
using Linnet.Fuzz.Targets;

namespace Linnet.Fuzz;

/// <summary>Many inputs for one target: those of its corpus, or others made of them.</summary>
internal static class Campaign
{
    private const int CutsOfCorpus = 2048;
    private const int CutsOfMutations = 48;

    /// <summary>Reads the whole corpus, cut at every place.</summary>
    /// <exception cref="BreachException">The contract is broken; the message names the file.</exception>
    public static Judge Replay(ITarget target, IReadOnlyList<(string Name, byte[] Input)> corpus)
    {
        Judge judge = new(target, CutsOfCorpus);
        judge.Run([]);
        foreach ((string name, byte[] input) in corpus)
        {
            Run(judge, input, $"{target.Name}/{name}");
        }

        return judge;
    }

    /// <summary>Reads so many inputs made from a corpus and a seed.</summary>
    /// <exception cref="BreachException">The contract is broken; the message has the input in base 64.</exception>
    public static Judge Mutate(
        ITarget target, IReadOnlyList<(string Name, byte[] Input)> corpus, int executions, int seed)
    {
        Judge judge = new(target, CutsOfMutations);
        Mutator mutator = new(corpus, Dictionary.Of(target), seed);
        for (int execution = 0; execution < executions; execution++)
        {
            byte[] input = mutator.Next();
            Run(judge, input, $"{target.Name}, seed {seed}, execution {execution}: {Convert.ToBase64String(input)}");
        }

        return judge;
    }

    /// <summary>Says how it went.</summary>
    public static void Report(ITarget target, Judge judge, int executions, Stopwatch watch, TextWriter output) =>
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name,-12} {executions,9} inputs {judge.Readings,11} readings   at most {judge.MostAllocated,7} bytes "
                + $"allocated, {judge.MostCallsPerByte:0.00} calls for a byte   {watch.Elapsed.TotalSeconds,6:0.0} s"));

    private static void Run(Judge judge, byte[] input, string name)
    {
        try
        {
            judge.Run(input);
        }
        catch (Exception exception)
        {
            throw new BreachException($"{name}: {exception.Message}", exception);
        }
    }
}
