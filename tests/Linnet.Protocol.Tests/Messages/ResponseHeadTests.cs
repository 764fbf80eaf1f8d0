// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Messages;

public sealed class ResponseHeadTests
{
    [Fact]
    public void Nothing_of_one_response_is_left_for_the_next_on_its_connection()
    {
        ResponseHead head = new() { Status = 404, ContentLength = 7, Close = true, HasDate = true };
        head.Fields.Add(new ResponseField("Set-Cookie", "session=secret"));
        head.Trailers.Add(new ResponseField("Digest", "a=b"));
        head.Clear();
        Assert.Equal((200, null), (head.Status, head.ContentLength));
        Assert.Equal((false, false), (head.Close, head.HasDate));
        Assert.Empty(head.Fields);
        Assert.Empty(head.Trailers);
    }
}
