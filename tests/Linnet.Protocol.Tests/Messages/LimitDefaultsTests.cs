// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Messages;

/// <summary>What bounds a message where nobody has said anything else.</summary>
public sealed class LimitDefaultsTests
{
    [Fact]
    public void A_head_and_its_trailers_are_bounded()
    {
        HeadLimits limits = new();
        Assert.Equal((8192, 8192, 32_768), (limits.MaxRequestLineBytes, limits.MaxFieldLineBytes, limits.MaxFieldBytes));
        Assert.Equal((100, 1024), (limits.MaxFields, limits.MaxChunkExtensionBytes));
        Assert.Equal((8192, 20), (limits.MaxTrailerBytes, limits.MaxTrailerFields));
    }

    [Fact]
    public void A_form_is_bounded()
    {
        FormLimits limits = new();
        Assert.Equal((1000, 8192), (limits.MaxParts, limits.MaxPartHeadBytes));
        Assert.Equal((262_144, 1_048_576), (limits.MaxFieldBytes, limits.MaxFormBytes));
    }
}
