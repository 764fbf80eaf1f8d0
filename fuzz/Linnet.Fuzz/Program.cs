// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

using Linnet.Fuzz;
using Linnet.Fuzz.Corpora;
using Linnet.Fuzz.Differential;
using Linnet.Fuzz.Judging;
using Linnet.Fuzz.Targets;

const string Usage = """
    list                              the targets
    replay [TARGET…]                  the whole corpus, cut at every place
    mutate COUNT SEED [TARGET…]       so many inputs for each target, made from its corpus and a seed
    try TARGET FILE                   one input
    dictionary TARGET                 its words, for AFL++
    differ                            what Linnet, Kestrel and nginx make of the same bytes; records it
    instrument FOLDER                 makes a copy of the build ready for AFL++
    afl TARGET                        what AFL++ starts
    """;

switch (args)
{
    case ["list"]:
        return Print(string.Join('\n', AllTargets.List.Select(target => target.Name)));
    case ["replay", .. string[] names]:
        return ForEach(names, target =>
        {
            IReadOnlyList<(string Name, byte[] Input)> corpus = Corpus.Of(target.Name);
            return (Campaign.Replay(target, corpus), corpus.Count);
        });
    case ["mutate", string count, string seed, .. string[] names]:
        int executions = int.Parse(count, CultureInfo.InvariantCulture);
        int start = int.Parse(seed, CultureInfo.InvariantCulture);
        return ForEach(
            names, target => (Campaign.Mutate(target, Corpus.Of(target.Name), executions, start), executions));
    case ["try", string name, string file]:
        return ForEach([name], target => (Campaign.Replay(target, [(file, File.ReadAllBytes(file))]), 1));
    case ["differ"]:
        IReadOnlyList<Verdicts> verdicts = await Comparison.AskAllAsync(Cases.All);
        Verdicts.Write(verdicts);
        return Print(DifferencesPage.Print(verdicts));
    case ["dictionary", string name]:
        Dictionary.Write(AllTargets.Named(name), Console.Out);
        return 0;
    case ["instrument", string folder]:
        Instrumented.Prepare(folder, Console.Out);
        return 0;
    case ["afl", string name]:
        Instrumented.Run(AllTargets.Named(name));
        return 0;
    default:
        await Console.Error.WriteLineAsync(Usage);
        return 2;
}

static int Print(string text)
{
    Console.WriteLine(text);
    return 0;
}

static int ForEach(string[] names, Func<ITarget, (Judge Judge, int Inputs)> run)
{
    foreach (ITarget target in AllTargets.Named(names))
    {
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            (Judge judge, int inputs) = run(target);
            Campaign.Report(target, judge, inputs, watch, Console.Out);
        }
        catch (BreachException breach)
        {
            Console.WriteLine(breach);
            return 1;
        }
    }

    return 0;
}
