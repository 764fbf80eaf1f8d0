// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Conformance;
using Linnet.Protocol.WebSockets;
using Xunit;

namespace Linnet.Protocol.Tests.WebSockets;

public sealed class DeflateOfferTests
{
    private const string Plain = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    [Theory]
    [Attack("WS-08")]
    [Rfc("7692", "7.1")]
    [Rfc("7692", "7.1.1.1")]
    [Rfc("7692", "7.1.1.2")]
    [Rfc("7692", "7.1.2.1")]
    [Rfc("7692", "7.1.2.2")]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("permessage-bzip2", null)]
    [InlineData("permessage-deflate", Plain)]
    [InlineData("Permessage-Deflate", Plain)]
    [InlineData("permessage-deflate; client_max_window_bits", Plain)]
    [InlineData("permessage-deflate; client_max_window_bits=8", Plain)]
    [InlineData("permessage-deflate; client_max_window_bits=15; client_no_context_takeover", Plain)]
    [InlineData("permessage-deflate; server_no_context_takeover; client_no_context_takeover", Plain)]
    [InlineData("permessage-deflate; server_max_window_bits=10", Plain + "; server_max_window_bits=10")]
    [InlineData("permessage-deflate;server_max_window_bits = \"15\" ", Plain + "; server_max_window_bits=15")]
    [InlineData("permessage-deflate; server_max_window_bits=8", Plain + "; server_max_window_bits=8")]
    [InlineData("permessage-deflate; server_max_window_bits=10; client_max_window_bits=12", Plain + "; server_max_window_bits=10")]
    [InlineData("permessage-deflate; server_max_window_bits", null)]
    [InlineData("permessage-deflate; server_max_window_bits=7", null)]
    [InlineData("permessage-deflate; server_max_window_bits=16", null)]
    [InlineData("permessage-deflate; server_max_window_bits=010", null)]
    [InlineData("permessage-deflate; server_max_window_bits=+9", null)]
    [InlineData("permessage-deflate; server_max_window_bits=", null)]
    [InlineData("permessage-deflate; server_max_window_bits=10; server_max_window_bits=10", null)]
    [InlineData("permessage-deflate; client_max_window_bits=7", null)]
    [InlineData("permessage-deflate; client_max_window_bits=", null)]
    [InlineData("permessage-deflate; client_max_window_bits; client_max_window_bits", null)]
    [InlineData("permessage-deflate; server_no_context_takeover=1", null)]
    [InlineData("permessage-deflate; client_no_context_takeover=", null)]
    [InlineData("permessage-deflate; unknown", null)]
    [InlineData("permessage-deflate;", null)]
    [InlineData("x; a=b, permessage-deflate; unknown, permessage-deflate; server_max_window_bits=9", Plain + "; server_max_window_bits=9")]
    [InlineData("permessage-deflate; server_max_window_bits=99, permessage-deflate", Plain)]
    public void The_first_offer_that_can_be_taken_is(string? field, string? answer)
    {
        Assert.Equal(answer is not null, DeflateOffer.TryTake(field, out DeflateAgreement agreement));
        Assert.Equal(answer ?? Plain, DeflateOffer.AnswerOf(agreement));
    }

    [Theory]
    [Rfc("7692", "7.1.2.1")]
    [InlineData("permessage-deflate", 15)]
    [InlineData("permessage-deflate; client_max_window_bits=8", 15)]
    [InlineData("permessage-deflate; server_max_window_bits=9; client_max_window_bits", 9)]
    public void What_the_server_sends_refers_as_far_back_as_the_client_has_asked_for(string field, int bits)
    {
        Assert.True(DeflateOffer.TryTake(field, out DeflateAgreement agreement));
        Assert.Equal(bits, agreement.ServerWindowBits);
    }
}
