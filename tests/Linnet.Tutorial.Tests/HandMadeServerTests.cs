// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Tutorial.Tests;

/// <summary>
/// The server made by hand works for ordinary clients and breaks just where the chapter says it does.
/// Should somebody mend the lesson, the text has to change with it.
/// </summary>
public sealed class HandMadeServerTests : IAsyncLifetime
{
    private const int BufferLength = 8192;

    private RunningProgram _server = null!;
    private ServerAddress _address = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await Lesson.StartAsync("tutorial/09-http-server.cs", "127.0.0.1:0");
        _address = ServerAddress.FromListening(await _server.ReadLineAsync() ?? "");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Answers_HttpClient_with_the_request_it_sent()
    {
        using var client = new HttpClient();
        var page = new Uri($"http://{_address.Text}/a/page?of=mine");
        using HttpResponseMessage response = await client.GetAsync(page);
        string body = await response.Content.ReadAsStringAsync();

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        Assert.True(response.Headers.ConnectionClose);
        Assert.Equal($"GET /a/page?of=mine HTTP/1.1\r\nHost: {_address.Text}\r\n\r\n", body);
    }

    [Theory]
    [InlineData("GET / HTTP/1.0", "200 OK")]
    [InlineData("HEAD / HTTP/1.1", "501 Not Implemented")]
    [InlineData("POST / HTTP/1.1", "501 Not Implemented")]
    [InlineData("GET / HTTP/2.0", "400 Bad Request")]
    [InlineData("GET /a file HTTP/1.1", "400 Bad Request")]
    [InlineData("Hello, World!", "400 Bad Request")]
    public async Task Looks_at_the_request_line(string requestLine, string status)
    {
        string answer = await AskAsync($"{requestLine}\r\nHost: localhost\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {status}\r\n", answer);
    }

    [Fact]
    public async Task Takes_the_first_piece_of_a_request_for_all_of_it()
    {
        using Socket client = await ConnectAsync();
        await client.SendAsync("GET / HT"u8.ToArray());
        string answer = await ReceiveToEndAsync(client);
        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer);
        Assert.EndsWith("\r\n\r\nGET / HT", answer);
    }

    [Fact]
    public async Task Gives_two_requests_in_one_piece_one_response()
    {
        const string Two = "GET /one HTTP/1.1\r\nHost: a\r\n\r\nGET /two HTTP/1.1\r\nHost: a\r\n\r\n";
        string answer = await AskAsync(Two);
        Assert.Equal(1, Occurrences(answer, "HTTP/1.1 200 OK"));
        Assert.EndsWith("\r\n\r\n" + Two, answer);
    }

    [Fact]
    public async Task Takes_what_fits_its_buffer_for_all_of_a_request()
    {
        string head = $"GET / HTTP/1.1\r\nX-Filler: {new string('x', 2 * BufferLength)}\r\n\r\n";
        string answer = await AskAsync(head);
        Assert.Contains($"Content-Length: {BufferLength}\r\n", answer);
        Assert.EndsWith("\r\n\r\n" + head[..BufferLength], answer);
    }

    [Fact]
    public async Task Serves_nobody_while_a_client_is_silent()
    {
        using Socket silent = await ConnectAsync();
        using Socket waiting = await ConnectAsync();
        await waiting.SendAsync("GET /waiting HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        silent.Shutdown(SocketShutdown.Send);
        await ReceiveToEndAsync(waiting);

        // The one who came first was served first, though all it ever said was that it had nothing to say.
        Assert.EndsWith("asks: ", await _server.ReadLineAsync());
        Assert.EndsWith("asks: GET /waiting HTTP/1.1", await _server.ReadLineAsync());
    }

    [Fact]
    public async Task Ends_when_one_client_resets_its_connection()
    {
        using Socket client = await ConnectAsync();
        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();

        List<string> lastWords = await _server.ReadToEndAsync();
        Assert.Contains("SocketException", lastWords[0]);
        Assert.NotEqual(0, await _server.WaitForExitAsync());
    }

    private async Task<string> AskAsync(string request)
    {
        using Socket client = await ConnectAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(request));
        return await ReceiveToEndAsync(client);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_address.EndPoint);
        return socket;
    }

    private static async Task<string> ReceiveToEndAsync(Socket socket)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var gathered = new MemoryStream();
        byte[] buffer = new byte[BufferLength];
        try
        {
            int count;
            while ((count = await socket.ReceiveAsync(buffer, deadline.Token)) > 0)
            {
                gathered.Write(buffer, 0, count);
            }
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            // It closed without having read everything, which the system turns into a reset.
        }

        return Encoding.UTF8.GetString(gathered.ToArray());
    }

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
