// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Linnet.Tidy.Tests.Reading;

/// <summary>How a rule reports: every offence on its own line, with its place, and then what to do.</summary>
internal static class Findings
{
    public static void ExpectNone(IEnumerable<string> findings, string advice)
    {
        string[] found = [.. findings];

        if (found.Length > 0)
        {
            Assert.Fail(string.Join(Environment.NewLine, found.Append(advice)));
        }
    }
}
