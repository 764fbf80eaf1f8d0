// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Protocol.Http1;
using Linnet.Protocol.Messages;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>Everything a chunked decoder said about one input, as values that compare.</summary>
/// <param name="Result">The last answer.</param>
/// <param name="Rejection">Why the coding was refused.</param>
/// <param name="Payload">The data of all chunks.</param>
/// <param name="Consumed">How many bytes belong to the body: framing and payload.</param>
/// <param name="Trailers">The trailer fields as <c>name=value</c>, one a line.</param>
internal sealed record ChunkedOutcome(
    ChunkedResult Result, RequestRejection Rejection, string Payload, int Consumed, string Trailers)
{
    public int Status => RejectionRules.Of(Rejection).Status;
}
