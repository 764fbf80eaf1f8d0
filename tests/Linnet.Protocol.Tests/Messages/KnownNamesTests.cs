// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

using Linnet.Conformance;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Messages;

/// <summary>Names: of methods, fields and schemes.</summary>
public sealed class KnownNamesTests
{
    private static readonly Dictionary<KnownField, string> Fields = new()
    {
        [KnownField.Host] = "Host",
        [KnownField.Connection] = "Connection",
        [KnownField.ContentLength] = "Content-Length",
        [KnownField.TransferEncoding] = "Transfer-Encoding",
        [KnownField.Expect] = "Expect",
        [KnownField.Upgrade] = "Upgrade",
    };

    [Fact]
    [Rfc("9110", "9.1")]
    [Rfc("9110", "9.3")]
    public void Every_known_method_is_recognised_by_its_name_and_in_no_other_case()
    {
        foreach (KnownMethod method in Enum.GetValues<KnownMethod>().Where(method => method != KnownMethod.Other))
        {
            string name = KnownMethods.Name(method)!;
            Assert.Equal(method.ToString().ToUpperInvariant(), name);
            Assert.Equal(method, KnownMethods.Recognise(Encoding.ASCII.GetBytes(name)));
            Assert.Equal(KnownMethod.Other, KnownMethods.Recognise(Encoding.ASCII.GetBytes(method.ToString())));
            Assert.Equal(KnownMethod.Other, KnownMethods.Recognise(Encoding.ASCII.GetBytes(name[..^1])));
            Assert.Equal(KnownMethod.Other, KnownMethods.Recognise(Encoding.ASCII.GetBytes($"{name}S")));
        }

        Assert.Null(KnownMethods.Name(KnownMethod.Other));
        Assert.Equal(KnownMethod.Other, KnownMethods.Recognise([]));
    }

    [Fact]
    [Rfc("9110", "5.1")]
    public void Every_known_field_is_recognised_in_any_case()
    {
        Assert.Equal(Enum.GetValues<KnownField>().Skip(1), Fields.Keys);
        foreach ((KnownField field, string name) in Fields)
        {
            Assert.Equal(field, KnownFields.Recognise(Encoding.ASCII.GetBytes(name)));
            Assert.Equal(field, KnownFields.Recognise(Encoding.ASCII.GetBytes(name.ToUpperInvariant())));
            Assert.Equal(field, KnownFields.Recognise(Encoding.ASCII.GetBytes(name.ToLowerInvariant())));
        }
    }

    [Theory]
    [Rfc("9110", "4.2.1")]
    [Rfc("9110", "4.2.2")]
    [InlineData("http", UriScheme.Http, 80)]
    [InlineData("https", UriScheme.Https, 443)]
    internal void Every_scheme_has_its_name_in_any_case_and_its_port(string name, UriScheme scheme, int port)
    {
        Assert.Equal(name, UriSchemes.Name(scheme));
        Assert.Equal(port, UriSchemes.DefaultPort(scheme));
        foreach (string written in new[] { name, name.ToUpperInvariant(), "H" + name[1..] })
        {
            Assert.True(UriSchemes.TryRecognise(Encoding.ASCII.GetBytes(written), out UriScheme recognised));
            Assert.Equal(scheme, recognised);
        }

        Assert.False(UriSchemes.TryRecognise(Encoding.ASCII.GetBytes("x" + name[1..]), out _));
        Assert.False(UriSchemes.TryRecognise(Encoding.ASCII.GetBytes(name[1..]), out _));
        Assert.False(UriSchemes.TryRecognise(Encoding.ASCII.GetBytes(name + "x"), out _));
    }

    [Fact]
    [Rfc("9110", "5.1")]
    [Attack("FR-16")]
    public void A_name_with_any_byte_changed_is_another_field()
    {
        foreach (string name in Fields.Values)
        {
            for (int index = 0; index < name.Length; index++)
            {
                for (int value = 0; value < 256; value++)
                {
                    byte[] bytes = Encoding.ASCII.GetBytes(name);
                    bytes[index] = (byte)value;
                    bool same = value < 128 && char.ToUpperInvariant((char)value) == char.ToUpperInvariant(name[index]);
                    Assert.Equal(same, KnownFields.Recognise(bytes) != KnownField.Other);
                }
            }
        }
    }
}
