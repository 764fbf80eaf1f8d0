// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>
/// One part of a form as it arrives: a field, or a file. Valid until the next part is asked for; what is not read of it is
/// read away then. RFC 7578.
/// </summary>
public sealed class FormPart
{
    private readonly FormReader _reader;

    internal FormPart(FormReader reader, string name, string? fileName, string? contentType, bool hasFileName)
    {
        _reader = reader;
        Name = name;
        FileName = fileName;
        ContentType = contentType;
        HasFileName = hasFileName;
        Body = new FormPartBody(reader, this);
    }

    /// <summary>The name of the field.</summary>
    public string Name { get; }

    /// <summary>
    /// What the client calls the file, made safe: it has no folder, no control character, no character that a file system
    /// gives a meaning, no leading dot, and at most 255 bytes. Never empty. Null when the part is no file. It may still be
    /// the name of a file that you have: decide what happens then, or choose a name of your own.
    /// </summary>
    public string? FileName { get; }

    /// <summary>The media type, as the client says, who may be wrong; null when it says none.</summary>
    public string? ContentType { get; }

    /// <summary>
    /// The content, received as it is read. Reading throws <see cref="RequestBodyException"/> when the client is at fault.
    /// </summary>
    public Stream Body { get; }

    /// <summary>False when it is no file, and when its client has sent a file without a name, as for one that was not chosen.</summary>
    internal bool HasFileName { get; }

    /// <summary>Reads the content as text in UTF-8, at most <see cref="Limits.MaxFormFieldBytes"/> of it.</summary>
    /// <exception cref="RequestBodyException">It is longer (413), or cannot be had.</exception>
    public ValueTask<string> ReadTextAsync(CancellationToken cancellationToken = default) =>
        _reader.ReadTextAsync(this, cancellationToken);
}
