// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Conformance;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Messages;

public sealed class RejectionRulesTests
{
    // The statuses, written out: a rejection is 400 unless it is here.
    private static readonly Dictionary<RequestRejection, int> Special = new()
    {
        [RequestRejection.UnsupportedVersion] = 505,
        [RequestRejection.MethodTooLong] = 501,
        [RequestRejection.RequestLineTooLong] = 414,
        [RequestRejection.MisdirectedScheme] = 421,
        [RequestRejection.HostNotAllowed] = 421,
        [RequestRejection.MisdirectedHost] = 421,
        [RequestRejection.PlainTextOnTls] = 400,
        [RequestRejection.ConnectNotSupported] = 501,
        [RequestRejection.TraceNotAllowed] = 405,
        [RequestRejection.FieldLineTooLong] = 431,
        [RequestRejection.HeadTooLarge] = 431,
        [RequestRejection.TooManyFields] = 431,
        [RequestRejection.UnsupportedTransferCoding] = 501,
        [RequestRejection.UnknownExpectation] = 417,
        [RequestRejection.BodyTooLarge] = 413,
        [RequestRejection.TrailersTooLarge] = 431,
        [RequestRejection.HeadTimedOut] = 408,
        [RequestRejection.BodyTimedOut] = 408,
    };

    [Fact]
    [Rfc("9110", "15.5")]
    [Rfc("9110", "15.6")]
    public void Every_rejection_has_a_status_a_section_and_a_sentence()
    {
        foreach (RequestRejection rejection in Enum.GetValues<RequestRejection>())
        {
            if (rejection == RequestRejection.None)
            {
                continue;
            }

            RejectionRule rule = RejectionRules.Of(rejection);
            Assert.Equal(Special.GetValueOrDefault(rejection, 400), rule.Status);
            Assert.Matches("^RFC [0-9]{4} §[0-9]+(?:[.][0-9]+)*$", rule.Section);
            Assert.Matches("^[A-Z][ -~]{10,90}[.]$", rule.Text);
            Assert.NotEmpty(StatusCodes.ReasonPhrase(rule.Status));
        }
    }

    [Fact]
    public void No_two_rejections_say_the_same()
    {
        HashSet<string> texts = [];
        foreach (RequestRejection rejection in Enum.GetValues<RequestRejection>())
        {
            Assert.True(texts.Add(RejectionRules.Of(rejection).Text ?? string.Empty), rejection.ToString());
        }
    }

    [Fact]
    public void Not_being_refused_has_no_rule() =>
        Assert.Equal(default, RejectionRules.Of(RequestRejection.None));
}
