// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Routing;

/// <summary>What a parameter of a template can demand of its value. In the order in which they are tried, the narrowest last.</summary>
internal enum RouteConstraintKind
{
    /// <summary><c>minlength</c>, <c>maxlength</c>, <c>length</c>: how many UTF-16 characters, as <see cref="string.Length"/>.</summary>
    Length,

    /// <summary><c>alpha</c>: ASCII letters.</summary>
    Alpha,

    /// <summary><c>min</c>, <c>max</c>, <c>range</c>: a number between two, both included.</summary>
    Range,

    /// <summary><c>long</c>: a number of 64 bits.</summary>
    Long,

    /// <summary><c>int</c>: a number of 32 bits.</summary>
    Int,

    /// <summary><c>bool</c>: true or false.</summary>
    Bool,

    /// <summary><c>guid</c>: a GUID with hyphens.</summary>
    Guid,
}
