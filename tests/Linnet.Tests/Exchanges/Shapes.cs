// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Text.Json.Serialization;

namespace Linnet.Tests.Exchanges;

/// <summary>What tests send and receive as JSON.</summary>
[JsonSerializable(typeof(Point))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(double[]))]
internal sealed partial class Shapes : JsonSerializerContext;
