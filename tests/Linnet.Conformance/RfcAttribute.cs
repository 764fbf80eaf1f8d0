// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Conformance;

/// <summary>Says which RFC section a test proves; docs/conformance.md is printed from these.</summary>
/// <param name="document">The RFC's number, such as <c>9112</c>.</param>
/// <param name="section">The section, such as <c>6.1</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RfcAttribute(string document, string section) : Attribute
{
    /// <summary>The RFC's number.</summary>
    public string Document { get; } = document;

    /// <summary>The section of the RFC.</summary>
    public string Section { get; } = section;
}
