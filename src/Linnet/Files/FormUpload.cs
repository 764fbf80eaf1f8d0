// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;

namespace Linnet.Files;

/// <summary>One file of a form, and what has become of it.</summary>
internal sealed class FormUpload(UploadTarget target, string name)
{
    /// <summary>Where it goes.</summary>
    public UploadTarget Target => target;

    /// <summary>What it is called.</summary>
    public string Name => name;

    /// <summary>Its bytes, until it has landed.</summary>
    public StagedFile? Staged { get; set; }

    /// <summary>Why it is not stored.</summary>
    public UploadRefusal? Refusal { get; set; }

    /// <summary>Where it is.</summary>
    public LandedFile? Landed { get; set; }

    /// <summary>Lets go of bytes that have not landed, off the event loop.</summary>
    public ValueTask LetGoAsync() => Staged?.LetGoAsync() ?? default;
}
