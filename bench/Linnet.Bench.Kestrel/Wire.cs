// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Text.Json.Serialization;

namespace Linnet.Bench.Kestrel;

/// <summary>How it is written.</summary>
[JsonSerializable(typeof(Greeting))]
internal sealed partial class Wire : JsonSerializerContext;
