// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>What a test says of an outcome.</summary>
internal static class Expect
{
    /// <summary>Refused, for this reason, with this status.</summary>
    public static void Rejected(HeadOutcome outcome, RequestRejection rejection, int status)
    {
        Assert.Equal(ParseResult.Rejected, outcome.Result);
        Assert.Equal(rejection, outcome.Rejection);
        Assert.Equal(status, outcome.Status);
    }

    /// <summary>Whole and in order.</summary>
    public static HeadOutcome Complete(HeadOutcome outcome)
    {
        Assert.Equal(RequestRejection.None, outcome.Rejection);
        Assert.Equal(ParseResult.Complete, outcome.Result);
        return outcome;
    }
}
