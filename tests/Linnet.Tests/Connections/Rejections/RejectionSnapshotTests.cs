// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Protocol.Messages;
using Xunit;

namespace Linnet.Tests.Connections.Rejections;

/// <summary>What a refused client is sent, byte for byte, for every reason there is.</summary>
public sealed class RejectionSnapshotTests
{
    // Those of TLS have their snapshots where there is TLS.
    private static readonly string[] Elsewhere =
        [nameof(RequestRejection.None), nameof(RequestRejection.MisdirectedHost), nameof(RequestRejection.PlainTextOnTls)];

    public static TheoryData<string> Names => [.. Enum.GetNames<RequestRejection>().Except(Elsewhere)];

    [Theory]
    [MemberData(nameof(Names))]
    [Attack("RL-10")]
    [Rfc("9112", "4"), Rfc("9112", "9.6"), Rfc("9110", "6.6.1")]
    public async Task Every_rejection_has_its_answer(string name)
    {
        RejectionSnapshots.Snapshot snapshot = Assert.Single(
            RejectionSnapshots.All, candidate => candidate.Rejection == Enum.Parse<RequestRejection>(name));
        EchoHandler handler = new();
        await using ServedConnection served = ServedConnection.Start(handler.EchoAsync, hosts: new HostFilter(["a"]));
        await served.Client.SendAsync(Carriage.Here(snapshot.Request));
        if (snapshot.EndsStream)
        {
            served.Client.EndSending();
        }

        if (snapshot.LetsTimePass)
        {
            served.Advance(30);
        }

        string answer = await served.Client.ReceiveAllAsync();
        Assert.Equal(snapshot.Answer, MaskDate(answer));
        Assert.Equal(snapshot.Rejection, (await served.CloseAsync()).Rejection);
    }

    /// <summary>The same head without the body, which a client that has asked with HEAD would take for the next answer.</summary>
    [Theory]
    [InlineData(nameof(RequestRejection.InvalidFieldName))]
    [InlineData(nameof(RequestRejection.InvalidHost))]
    [InlineData(nameof(RequestRejection.TooManyFields))]
    [Rfc("9110", "9.3.2")]
    public async Task A_rejected_head_request_gets_the_head_alone(string name)
    {
        RejectionSnapshots.Snapshot snapshot = RejectionSnapshots.All.Single(
            candidate => candidate.Rejection == Enum.Parse<RequestRejection>(name));
        await using ServedConnection served = ServedConnection.Start(new EchoHandler().EchoAsync);
        await served.Client.SendAsync("HEAD" + snapshot.Request["GET".Length..]);
        string answer = await served.Client.ReceiveAllAsync();
        Assert.Equal(snapshot.Answer[..(snapshot.Answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)], MaskDate(answer));
    }

    private static string MaskDate(string answer) => Regex.Replace(
        answer, "\r\nDate: [A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT\r\n", "\r\nDate: *\r\n");
}
