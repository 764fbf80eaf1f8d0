// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Text;
using Linnet.Conformance;
using Linnet.Protocol.Representations;
using Xunit;

namespace Linnet.Protocol.Tests.Representations;

public sealed class AcceptedTypesTests
{
    [Theory]
    [Rfc("9110", "12.5.1")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", "text/html")]
    [InlineData("*/*", "text/html")]
    [InlineData("application/json", "application/json")]
    [InlineData("APPLICATION/Json", "application/json")]
    [InlineData("application/json, text/plain, */*", "text/html")]
    [InlineData("application/json, text/plain, */*;q=0.1", "application/json")]
    [InlineData("application/json;q=0.5, text/plain;q=0.7", "text/plain")]
    [InlineData("application/json ; q=0.5 , text/plain ; Q=0.500", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("text/*", "text/html")]
    [InlineData("text/*, text/html;q=0.3", "text/plain")]
    [InlineData("*/*, text/html;q=0", "application/json")]
    [InlineData("text/plain;charset=utf-8;q=0.9, */*;q=0.8", "text/plain")]
    [InlineData("text/html;q=0.1, text/plain;q=0.5, text/plain;q=0", "text/plain")]
    [InlineData("image/png", null)]
    [InlineData("text/html;q=0", null)]
    [InlineData("text/html;q=2, application/json;q=0.001", "application/json")]
    [InlineData("", null)]
    [InlineData(",,;,/,text/,/*", null)]
    public void Of_three_types_the_client_gets_what_it_wants_most(string field, string? expected)
    {
        string[] types = ["text/html", "application/json", "text/plain"];
        int chosen = AcceptedTypes.Choose(Encoding.ASCII.GetBytes(field), types);
        Assert.Equal(expected, chosen < 0 ? null : types[chosen]);
    }
}
