// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

namespace Linnet.Fuzz.Corpora;

/// <summary>
/// Makes inputs out of a corpus, the same ones from the same seed. It sees no coverage: the corpus is what has seen some, and
/// this looks around it.
/// </summary>
internal sealed class Mutator
{
    private const int MaxChanges = 6;
    private const int MaxBytes = 4096;

    private static readonly byte[] Interesting =
        [0, 1, 9, 10, 13, 32, 34, 37, 44, 45, 46, 47, 58, 59, 61, 92, 126, 127, 128, 0xC0, 0xE0, 0xF4, 255];

    private readonly IReadOnlyList<(string Name, byte[] Input)> _corpus;
    private readonly IReadOnlyList<byte[]> _words;
    private readonly Random _random;
    private byte[] _input = [];

    /// <summary>Begins with a seed.</summary>
    public Mutator(IReadOnlyList<(string Name, byte[] Input)> corpus, IReadOnlyList<byte[]> words, int seed)
    {
        _corpus = corpus;
        _words = words;
        _random = new Random(seed);
    }

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        _input = Pick();
        int changes = _random.Next(1, MaxChanges + 1);
        for (int change = 0; change < changes; change++)
        {
            Change();
        }

        return _input.Length <= MaxBytes ? _input : _input[..MaxBytes];
    }

    private byte[] Pick() => _corpus.Count == 0 ? [] : _corpus[_random.Next(_corpus.Count)].Input;

    private void Change()
    {
        int place = _random.Next(_input.Length + 1);
        int length = Math.Min(_random.Next(1, 17), _input.Length - place);
        switch (_random.Next(7))
        {
            case 0:
                Replace(place, Math.Min(1, length), [Interesting[_random.Next(Interesting.Length)]]);
                break;
            case 1:
                Replace(place, 0, [(byte)_random.Next(256)]);
                break;
            case 2:
                Replace(place, length, []);
                break;
            case 3:
                Replace(place, 0, _input.AsSpan(place, length).ToArray());
                break;
            case 4:
                Replace(place, 0, _words[_random.Next(_words.Count)]);
                break;
            case 5:
                // The front of one and the end of another.
                byte[] other = Pick();
                Replace(place, _input.Length - place, other.AsSpan(_random.Next(other.Length + 1)));
                break;
            default:
                Replace(place, Math.Min(1, length), [(byte)(ByteAt(place) ^ (1 << _random.Next(8)))]);
                break;
        }
    }

    private byte ByteAt(int place) => place < _input.Length ? _input[place] : (byte)0;

    private void Replace(int place, int length, ReadOnlySpan<byte> with) =>
        _input = [.. _input.AsSpan(0, place), .. with, .. _input.AsSpan(place + length)];
}
