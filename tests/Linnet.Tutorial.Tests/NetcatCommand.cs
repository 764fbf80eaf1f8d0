// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Tutorial.Tests;

/// <summary>
/// <c>(printf 'A'; sleep 1; printf 'B') | nc ADDRESS PORT</c>, done here rather than in a shell: there
/// is a netcat of a different kind on every system, and a pause can end when the server has answered
/// instead of after a second.
/// </summary>
internal sealed partial class NetcatCommand
{
    // For a server that rightly waits for the rest, the pause just ends.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly List<byte[]> _pieces = [];

    private NetcatCommand(MatchCollection pieces)
    {
        foreach (Match piece in pieces)
        {
            string text = piece.Groups["text"].Value.Replace("\\r", "\r").Replace("\\n", "\n");
            _pieces.Add(Encoding.ASCII.GetBytes(text));
        }
    }

    /// <summary>Null when the command is another one.</summary>
    public static NetcatCommand? TryParse(string command) =>
        PrintfToNetcat().IsMatch(command) ? new NetcatCommand(Printf().Matches(command)) : null;

    /// <summary>
    /// Sends the pieces with pauses between them, and returns all that comes back until the server
    /// closes.
    /// </summary>
    public async Task<string> RunAsync(EndPoint server)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var deadline = new CancellationTokenSource(LongestWait);
        using var gathered = new MemoryStream();
        await socket.ConnectAsync(server, deadline.Token);
        await SendAsync(socket, _pieces[0]);
        foreach (byte[] piece in _pieces.Skip(1))
        {
            await PauseAsync(socket, gathered);
            await SendAsync(socket, piece);
        }

        while (await ReceiveAsync(socket, gathered, deadline.Token))
        {
            // There may be more.
        }

        return Encoding.UTF8.GetString(gathered.ToArray());
    }

    private static async Task PauseAsync(Socket socket, MemoryStream gathered)
    {
        using var deadline = new CancellationTokenSource(LongestPause);
        try
        {
            await ReceiveAsync(socket, gathered, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            // The server waits for the rest, as it should.
        }
    }

    private static async Task SendAsync(Socket socket, byte[] piece)
    {
        try
        {
            await socket.SendAsync(piece);
        }
        catch (SocketException)
        {
            // The server has closed already. Netcat does not mind either.
        }
    }

    private static async Task<bool> ReceiveAsync(
        Socket socket, MemoryStream gathered, CancellationToken token)
    {
        byte[] buffer = new byte[8192];
        try
        {
            int count = await socket.ReceiveAsync(buffer, token);
            gathered.Write(buffer, 0, count);
            return count > 0;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The server closed while bytes of ours were unread. What it had sent, we have.
            return false;
        }
    }

    [GeneratedRegex(@"^\(?printf '[^']*'(; sleep 1; printf '[^']*')*\)? \| nc 127\.0\.0\.1 65432$")]
    private static partial Regex PrintfToNetcat();

    [GeneratedRegex("printf '(?<text>[^']*)'")]
    private static partial Regex Printf();
}
