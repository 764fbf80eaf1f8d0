// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Fuzz.Differential;

using Xunit;

namespace Linnet.Fuzz.Tests;

/// <summary>
/// The differential run without the other servers: what they said is recorded, what we say is asked anew, and every
/// disagreement stands in docs/differences.md under the rule that makes us right.
/// </summary>
public sealed class DifferentialTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    [Fact]
    [Attack("FR-01"), Attack("FR-13"), Attack("CH-05"), Attack("CH-09"), Attack("LN-08"), Attack("HD-02"), Attack("HD-09")]
    public async Task Every_case_gets_the_recorded_verdict()
    {
        IReadOnlyList<Case> cases = Cases.All;
        Assert.Equal(cases.Select(one => one.Name), Verdicts.Recorded.Select(one => one.Name));
        IReadOnlyList<string> answers = await Comparison.AskLinnetAsync(cases).WaitAsync(Longest);
        string[] changed =
        [
            .. Verdicts.Recorded.Zip(answers).Where(pair => pair.First.Linnet != pair.Second)
                .Select(pair => $"{pair.First.Name}: was {pair.First.Linnet}, is {pair.Second}"),
        ];
        Assert.Empty(changed);
    }

    [Fact]
    public void The_page_has_every_disagreement_and_its_reason() =>
        Assert.Equal(
            DifferencesPage.Print(Verdicts.Recorded).TrimEnd(),
            File.ReadAllText(Path.Combine(Cases.Folder, "..", "..", "docs", "differences.md")).TrimEnd());

    [Fact]
    public void A_disagreement_without_a_reason_is_seen()
    {
        Verdicts unheard = new("ZZ-99", "what nobody has thought of", "400 closed", "200 + canary", "400 closed");
        Assert.Throws<InvalidOperationException>(() => DifferencesPage.Print([.. Verdicts.Recorded, unheard]));
    }

    [Fact]
    public void A_reason_is_for_a_disagreement_that_there_is() =>
        Assert.Equal(
            Verdicts.Recorded.Where(one => one.Disagree).Select(one => one.Row).Distinct().Order(StringComparer.Ordinal),
            Reason.All.Select(one => one.Row).Order(StringComparer.Ordinal));

    [Fact]
    public void Names_are_not_used_twice() =>
        Assert.Equal(Cases.All.Count, Cases.All.DistinctBy(one => one.Name).Count());

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", "200 closed")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "200 closed")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 400 Bad\r\n\r\n", "200 400 closed")]
    [InlineData("HTTP/1.1 204 None\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n/canary", "204 + canary")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n/canary",
        "200 + canary")]
    [InlineData("<html>", "bare closed")]
    [InlineData("", "nothing closed")]
    public void Answers_are_told_apart(string received, string verdict) =>
        Assert.Equal(verdict, Answer.Of(Encoding.Latin1.GetBytes(received), isHead: false));
}
