// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;

using Linnet.Fuzz.Corpora;
using Linnet.Fuzz.Judging;
using Linnet.Fuzz.Targets;

using Xunit;

namespace Linnet.Fuzz.Tests;

/// <summary>
/// Every reader of what a peer sends keeps its contract: no exception, bounded memory, linear steps, one verdict however the
/// input is split. <c>fuzz/run</c> asks for longer, and with coverage.
/// </summary>
public sealed class TargetTests
{
    private const int Executions = 4000;
    private const int Seed = 20261123;

    public static TheoryData<string> Names => [.. AllTargets.List.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Reads_the_whole_corpus_cut_at_every_place(string name)
    {
        ITarget target = AllTargets.Named(name);
        (string Name, byte[] Input)[] corpus = [.. Corpus.Of(name)];
        Assert.NotEmpty(corpus);
        Judge judge = Campaign.Replay(target, corpus);
        Assert.True(judge.Readings > corpus.Length, "Each input is read in more than one way.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reads_what_is_made_of_the_corpus(string name)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{Executions} inputs from seed {Seed}");
        Campaign.Mutate(AllTargets.Named(name), Corpus.Of(name), Executions, Seed);
    }

    [Fact]
    public void The_same_seed_makes_the_same_inputs()
    {
        Assert.Equal(InputsFrom(7), InputsFrom(7));
        Assert.NotEqual(InputsFrom(7), InputsFrom(8));
    }

    [Fact]
    public void The_corpus_has_a_folder_for_each_target_and_no_other()
    {
        Assert.Equal(
            AllTargets.List.Select(target => target.Name).Order(StringComparer.Ordinal),
            System.IO.Directory.EnumerateDirectories(Corpus.Folder).Select(System.IO.Path.GetFileName)
                .OfType<string>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_corpus_stays_small()
    {
        const long most = 1_500_000;
        long bytes = AllTargets.List.Sum(target => Corpus.Of(target.Name).Sum(file => (long)file.Input.Length));
        Assert.InRange(bytes, 1, most);
    }

    private static string[] InputsFrom(int seed)
    {
        ITarget target = AllTargets.Named("head");
        Mutator mutator = new(Corpus.Of("head"), Dictionary.Of(target), seed);
        return [.. Enumerable.Range(0, 50).Select(_ => Convert.ToHexString(mutator.Next()))];
    }
}
