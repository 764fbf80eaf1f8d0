// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Conformance;

/// <summary>Says which row of docs/attacks.md a test proves.</summary>
/// <param name="id">The row's id, such as <c>FR-01</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class AttackAttribute(string id) : Attribute
{
    /// <summary>The row's id.</summary>
    public string Id { get; } = id;
}
