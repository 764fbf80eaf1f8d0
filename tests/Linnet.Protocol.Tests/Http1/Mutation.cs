// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;

using CsCheck;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>Texts that are nearly messages: the closer to valid, the deeper they get.</summary>
internal static class Mutation
{
    // Every character that means something to some line of the grammar, and a few that mean nothing to any.
    private const string Alphabet = "\r\n\r\n\r\n  \t::,;;=\"\"\\/?#%@[]*.-_+()<>{}0019aAfFgGxX\0\u0001\u007F\u0080\u00FF";

    private static readonly Gen<(double Place, int Kind, char Character, int Count)> Change =
        Gen.Select(Gen.Double.Unit, Gen.Int[0, 4], Gen.OneOf(Alphabet.Select(Gen.Const).ToArray()), Gen.Int[1, 12]);

    /// <summary>A text with up to three places changed.</summary>
    public static Gen<string> Of(Gen<string> text) =>
        Gen.Select(text, Change.Array[0, 3], (start, changes) => changes.Aggregate(start, Apply));

    /// <summary>Characters of the alphabet and of the given words, in any order.</summary>
    public static Gen<string> Noise(params string[] words) =>
        Gen.OneOf(Alphabet.Select(character => character.ToString()).Concat(words).Concat(words).Select(Gen.Const).ToArray())
            .Array[0, 40].Select(string.Concat);

    private static string Apply(string text, (double Place, int Kind, char Character, int Count) change)
    {
        int place = (int)(change.Place * (text.Length + 1));
        int count = Math.Min(change.Count, text.Length - place);
        return change.Kind switch
        {
            0 => text.Insert(place, change.Character.ToString()),
            1 => text.Remove(place, Math.Min(1, count)),
            2 => text.Remove(place, Math.Min(1, count)).Insert(place, change.Character.ToString()),
            3 => text.Insert(place, text.Substring(place, count)),
            _ => text[..place],
        };
    }
}
