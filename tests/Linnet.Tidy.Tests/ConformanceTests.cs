// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using Linnet.Tidy.Tests.Reading;
using Xunit;

namespace Linnet.Tidy.Tests;

public sealed class ConformanceTests
{
    private const string Page = "docs/conformance.md";

    [Fact]
    public void The_page_says_what_the_tests_say()
    {
        string printed = ConformanceTable.Print(RepositoryTree.Sources("tests"));

        if (Environment.GetEnvironmentVariable("LINNET_PRINT") == "1")
        {
            File.WriteAllText(Path.Combine(RepositoryTree.Root, Page), printed);
        }

        Assert.True(
            string.Equals(printed, RepositoryTree.ReadText(Page), StringComparison.Ordinal),
            $"{Page} is not what the marks on the tests say: print it with LINNET_PRINT=1 (CONTRIBUTING.md).");
    }

    [Fact]
    public void Proofs_are_sorted_by_document_section_and_sentence()
    {
        SourceFile planted = SourceFile.Planted(
            """
            class ATests
            {
                [Fact, Rfc("9112", "9.10")] void B_comes_second() { }
                [Fact, Rfc("9112", "9.3.2"), Rfc("9110", "8.6")] void A_comes_first() { }
                [Rfc("9112", "1")] void Not_a_test() { }
            }
            """,
            "tests/ATests.cs");

        string printed = ConformanceTable.Print([planted]);

        Assert.EndsWith(
            """

            ## RFC 9110: HTTP semantics

            ### RFC 9110 §8.6

            - A comes first ([ATests](../tests/ATests.cs))

            ## RFC 9112: HTTP/1.1

            ### RFC 9112 §9.3.2

            - A comes first ([ATests](../tests/ATests.cs))

            ### RFC 9112 §9.10

            - B comes second ([ATests](../tests/ATests.cs))

            """,
            printed);
    }
}
