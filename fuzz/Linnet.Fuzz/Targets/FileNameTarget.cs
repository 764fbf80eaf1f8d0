// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;

using Linnet.Fuzz.Judging;
using Linnet.Protocol.Forms;

namespace Linnet.Fuzz.Targets;

/// <summary>The name of a file that a client sends.</summary>
internal sealed class FileNameTarget : ITarget
{
    private const int MaxBytes = 255;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("/\\:<>\"|?*");

    /// <inheritdoc/>
    public string Name => "filename";

    /// <inheritdoc/>
    public bool IsSplit => false;

    // Names are made character by character, and a form has few of them.
    /// <inheritdoc/>
    public MemoryBound Memory => new(4096, 400);

    /// <inheritdoc/>
    public IReadOnlyList<string> Words =>
        ["..", "/", "\\", "CON", "aux.txt", "COM1", "\u00e9", "\u202e", "\0", ":", ".tar.gz", " .", "LPT\u00b9"];

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> input, Pieces pieces, Transcript transcript)
    {
        string name = SafeFileName.From(input);
        transcript.AddText(name);
        int bytes = Encoding.UTF8.GetByteCount(name);
        BreachException.Unless(bytes is > 0 and <= MaxBytes, "a name has 1 to 255 bytes.");
        BreachException.Unless(name.AsSpan().IndexOfAny(NotInNames) < 0, "a name is no path.");
        BreachException.Unless(!name.Any(char.IsControl), "a name has no control character.");
        BreachException.Unless(name[0] is not ('.' or ' '), "a name is not hidden.");
        BreachException.Unless(name[^1] is not ('.' or ' '), "a name ends in what Windows keeps.");
        BreachException.Unless(
            string.Equals(SafeFileName.From(Encoding.UTF8.GetBytes(name)), name, StringComparison.Ordinal),
            "a safe name is its own.");
    }
}
