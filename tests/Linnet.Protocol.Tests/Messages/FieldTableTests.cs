// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Text;

using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Messages;

public sealed class FieldTableTests
{
    private static readonly byte[] Message = Encoding.ASCII.GetBytes("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    [Fact]
    public void Fields_stay_in_order_however_many_there_are()
    {
        FieldTable table = Filled(40);
        Assert.Equal(40, table.Count);
        Assert.Equal(new string([.. Message.Take(40).Select(value => (char)value)]), Names(table));
        Assert.Equal("c", Encoding.ASCII.GetString(table[1].Value(Message)));
        Assert.Throws<IndexOutOfRangeException>(() => table[40]);
        table.Clear();
        Assert.Equal(0, table.Count);
        Assert.True(table.Fields.IsEmpty);
        Assert.Throws<IndexOutOfRangeException>(() => table[0]);
    }

    [Theory]
    [InlineData(0, "bcde")]
    [InlineData(2, "abde")]
    [InlineData(4, "abcd")]
    public void Those_behind_a_field_that_is_removed_move_up(int index, string expected)
    {
        FieldTable table = Filled(5);
        table.RemoveAt(index);
        Assert.Equal(4, table.Count);
        Assert.Equal(expected, Names(table));
    }

    private static FieldTable Filled(int count)
    {
        FieldTable table = new();
        for (int index = 0; index < count; index++)
        {
            table.Add(new Field(KnownField.Other, index, 1, index + 1, 1));
        }

        return table;
    }

    private static string Names(FieldTable table)
    {
        StringBuilder names = new();
        foreach (Field field in table.Fields)
        {
            names.Append(Encoding.ASCII.GetString(field.Name(Message)));
        }

        return names.ToString();
    }
}
