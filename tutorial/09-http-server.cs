// A web server by hand: the echo server, speaking HTTP. Its page is the request it received.
//
//     dotnet run tutorial/09-http-server.cs
//     dotnet run tutorial/09-http-server.cs -- 127.0.0.1:0     (port 0 means: any free port)

using System.Net;
using System.Net.Sockets;
using System.Text;

// The transport layer is the echo server's, line by line.
IPEndPoint address = IPEndPoint.Parse(args.Length > 0 ? args[0] : "127.0.0.1:65432");
using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
listener.Bind(address);
listener.Listen(backlog: 5);
Console.WriteLine($"Listening on http://{listener.LocalEndPoint}/");

byte[] buffer = new byte[8192];
while (true)
{
    // One client after the other; `using` closes each connection at the end of its turn.
    using Socket connection = listener.Accept();

    // A request is a few lines of text with an empty line after them. This server believes that one
    // Receive brings one request. Most of the time it does.
    int count = connection.Receive(buffer);
    string request = Encoding.Latin1.GetString(buffer, 0, count);

    // Its first line is the request line: a method, a target, a version, as in "GET / HTTP/1.1".
    string requestLine = request.Split("\r\n")[0];
    Console.WriteLine($"{connection.RemoteEndPoint} asks: {requestLine}");

    string status = requestLine.Split(' ') switch
    {
        ["GET", _, "HTTP/1.1" or "HTTP/1.0"] => "200 OK",
        [_, _, "HTTP/1.1" or "HTTP/1.0"] => "501 Not Implemented",
        _ => "400 Bad Request",
    };

    // A response is a status line, header lines, an empty line, and then the body. Every line ends
    // with \r\n. Content-Length says where the body ends: TCP itself marks no ends.
    string head = $"HTTP/1.1 {status}\r\n"
        + "Content-Type: text/plain; charset=utf-8\r\n"
        + $"Content-Length: {count}\r\n"
        + "Connection: close\r\n"
        + "\r\n";

    // The body is the echo: the bytes of the request, as they came.
    connection.Send([.. Encoding.ASCII.GetBytes(head), .. buffer.AsSpan(0, count)]);
}
