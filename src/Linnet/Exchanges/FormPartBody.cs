// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>The content of a part of a form as a stream that is only read, once, forwards.</summary>
internal sealed class FormPartBody(FormReader reader, FormPart part) : ReadOnceStream
{
    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        reader.ReadAsync(part, buffer, cancellationToken);
}
