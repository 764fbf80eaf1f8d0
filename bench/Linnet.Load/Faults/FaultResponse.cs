// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Text;

namespace Linnet.Load.Faults;

/// <summary>A whole response.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Body">Its body.</param>
internal sealed record FaultResponse(int Status, IReadOnlyDictionary<string, string> Fields, byte[] Body)
{
    /// <summary>Its body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);
}
