// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Testing;

/// <summary>A simulation has found a fault. The message names the seed by which it is run again, exactly.</summary>
public sealed class SimulationException : Exception
{
    /// <summary>A fault without a word.</summary>
    public SimulationException()
    {
    }

    /// <summary>A fault, and where it was found.</summary>
    public SimulationException(string message)
        : base(message)
    {
    }

    /// <summary>A fault, where it was found, and what it was.</summary>
    public SimulationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
