// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Linq;
using Linnet.Tidy.Tests.Reading;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Linnet.Tidy.Tests;

/// <summary>
/// What a program that is compiled ahead of time carries along is what can be reached from it. TLS is as large as all the rest
/// (docs/aot.md), so only a certificate may lead there.
/// </summary>
public sealed class ReachTests
{
    private static readonly (string Path, string Made)[] Ways =
    [
        ("src/Linnet/Tls/Certificate.cs", "TlsConnection"),
        ("src/Linnet/Tls/TlsConnection.cs", "TlsConnection"),
    ];

    [Fact]
    public void Nothing_but_a_certificate_leads_to_TLS()
    {
        IEnumerable<(string, string)> made =
            from file in RepositoryTree.Sources("src/Linnet")
            from creation in file.Root.DescendantNodes().OfType<ObjectCreationExpressionSyntax>()
            let type = creation.Type.ToString()
            where type is "TlsConnection"
            select (file.Path, type);

        Assert.Equal(Ways, made.Order());
    }
}
