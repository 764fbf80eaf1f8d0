// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Connections;
using Linnet.Tests.Connections;

using Xunit;

namespace Linnet.Tests.Tls;

/// <summary>What is too old is refused: probed, because the system below has a say in it.</summary>
public sealed class VersionTests
{
    private const byte Alert = 21;
    private const byte Handshake = 22;

    // ECDHE with ECDSA: AES-128-GCM, AES-128-CBC, 3DES, RC4, none.
    private const int Good = 0xc02b;
    private const int Block = 0xc009;
    private const int TripleDes = 0xc008;
    private const int Rc4 = 0xc007;
    private const int Plain = 0xc006;

    [Theory]
    [InlineData(3, Good, Handshake)]
    [InlineData(2, Block, Alert)]
    [InlineData(1, Block, Alert)]
    [InlineData(0, Block, Alert)]
    [InlineData(3, TripleDes, Alert)]
    [InlineData(3, Rc4, Alert)]
    [InlineData(3, Plain, Alert)]
    [Attack("TL-09")]
    [Rfc("9325", "3.1.1"), Rfc("9325", "4.1")]
    public async Task Old_versions_and_ciphers_get_an_alert(byte minorVersion, int cipher, byte answer)
    {
        byte[] received = await AnswerAsync(ClientHello.Write(minorVersion, [cipher], 0));
        Assert.Equal(answer, received[0]);
    }

    [Fact]
    [Attack("TL-09")]
    [Rfc("9325", "3.3")]
    public async Task Compression_is_never_chosen()
    {
        byte[] received = await AnswerAsync(ClientHello.Write(3, [Good], 1, 0));
        Assert.Equal(Handshake, received[0]);

        // ServerHello: type, length, version, random, session (its length first), cipher suite, compression.
        int session = received[5 + 4 + 2 + 32];
        Assert.Equal(0, received[5 + 4 + 2 + 32 + 1 + session + 2]);
    }

    private static async Task<byte[]> AnswerAsync(byte[] hello)
    {
        await using ServedConnection served = ServedConnection.Start(new EchoHandler().EchoAsync, tls: TlsPair.Settings);
        await served.Client.SendAsync(hello);
        byte[] answer = new byte[200];
        await served.Client.Connection.ReceiveAsync(answer).AsTask().WaitAsync(System.TimeSpan.FromSeconds(30));
        ConnectionEnd end = await served.CloseAsync();
        Assert.Equal(ConnectionEndCause.HandshakeFailed, end.Cause);
        return answer;
    }
}
