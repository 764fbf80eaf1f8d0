// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Load.Faults;

using Xunit;

namespace Linnet.Testing.Tests;

/// <summary>The woven copy, which takes a second to make; one for all tests of a class.</summary>
public sealed class FaultFixture : IAsyncLifetime
{
    private FaultRun? _run;

    internal FaultRun Run => _run ?? throw new InvalidOperationException("There is no woven copy here.");

    public ValueTask InitializeAsync()
    {
        if (OperatingSystem.IsLinux())
        {
            _run = new FaultRun();
        }

        return default;
    }

    public ValueTask DisposeAsync() => _run?.DisposeAsync() ?? default;
}
