// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

using Linnet.Conformance;
using Linnet.Protocol.Http1;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>The machine that reads chunk extensions, state by state and byte by byte.</summary>
public sealed class ChunkExtensionsTests
{
    private const string Token =
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    // The grammar, laid out. A column is a kind of byte, a row a state; a dot is no way on.
    //
    //   chunk-ext      = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
    //   chunk-ext-name = token
    //   chunk-ext-val  = token / quoted-string
    private const string Table =
        """
        state             ;           =            "                 \           space             tchar         text
        Start             BeforeName  .            .                 .           Start             .             .
        BeforeName        .           .            .                 .           BeforeName        Name          .
        Name              BeforeName  BeforeValue  .                 .           AfterName         Name          .
        AfterName         BeforeName  BeforeValue  .                 .           AfterName         .             .
        BeforeValue       .           .            QuotedValue       .           BeforeValue       TokenValue    .
        TokenValue        BeforeName  .            .                 .           Start             TokenValue    .
        QuotedValue       QuotedValue QuotedValue  AfterQuotedValue  QuotedPair  QuotedValue       QuotedValue   QuotedValue
        QuotedPair        QuotedValue QuotedValue  QuotedValue       QuotedValue QuotedValue       QuotedValue   QuotedValue
        AfterQuotedValue  BeforeName  .            .                 .           Start             .             .
        Invalid           .           .            .                 .           .                 .             .
        """;

    [Fact]
    [Rfc("9112", "7.1.1")]
    [Rfc("9110", "5.6.4")]
    [Attack("CH-01")]
    [Attack("CH-09")]
    public void Every_state_goes_where_the_grammar_says_on_every_byte()
    {
        Dictionary<ChunkExtensionState, ChunkExtensionState[]> table = Read();
        Assert.Equal(Enum.GetValues<ChunkExtensionState>(), table.Keys);
        foreach ((ChunkExtensionState state, ChunkExtensionState[] row) in table)
        {
            for (int value = 0; value < 256; value++)
            {
                int column = ColumnOf(value);
                ChunkExtensionState expected = column < 0 ? ChunkExtensionState.Invalid : row[column];
                ChunkExtensionState actual = ChunkExtensions.Next(state, (byte)value);
                Assert.True(expected == actual, $"{state} on {value:x2}: {actual} instead of {expected}");
            }
        }
    }

    [Theory]
    [InlineData("Name TokenValue AfterQuotedValue")]
    [Rfc("9112", "7.1.1")]
    [Attack("CH-06")]
    [Attack("CH-09")]
    public void A_line_may_end_after_a_name_or_a_value_only(string states)
    {
        foreach (ChunkExtensionState state in Enum.GetValues<ChunkExtensionState>())
        {
            Assert.Equal(states.Split(' ').Contains(state.ToString()), ChunkExtensions.MayEnd(state));
        }
    }

    private static int ColumnOf(int value) => (char)value switch
    {
        ';' => 0,
        '=' => 1,
        '"' => 2,
        '\\' => 3,
        ' ' or '\t' => 4,
        char other when Token.Contains(other, StringComparison.Ordinal) => 5,
        < ' ' or '\u007F' => -1,
        _ => 6,
    };

    private static Dictionary<ChunkExtensionState, ChunkExtensionState[]> Read() =>
        Table.Split('\n').Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .ToDictionary(
                cells => Enum.Parse<ChunkExtensionState>(cells[0]),
                cells => cells.Skip(1)
                    .Select(cell => cell == "." ? ChunkExtensionState.Invalid : Enum.Parse<ChunkExtensionState>(cell))
                    .ToArray());
}
