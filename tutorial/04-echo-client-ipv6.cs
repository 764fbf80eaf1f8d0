// The echo client over IPv6: it sends a message and prints what comes back.
//
//     dotnet run tutorial/04-echo-client-ipv6.cs
//     dotnet run tutorial/04-echo-client-ipv6.cs -- "[::1]:65432" "Good morning"

using System.Net;
using System.Net.Sockets;
using System.Text;

// Where the server is. The port must be the one the server has bound.
IPEndPoint address = IPEndPoint.Parse(args.Length > 0 ? args[0] : "[::1]:65432");
string[] messages = args.Length > 1 ? args[1..] : ["Hello, World!"];

// The same kind of socket as the server's, or the two would not understand each other:
// TCP over IPv6.
using var connection = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);

// Connect: knock at the server's door. Our own end needs a port too: the system picks a free one.
connection.Connect(address);

// Send: the network carries bytes, not text. UTF-8 says which bytes stand for which letters.
foreach (string message in messages)
{
    connection.Send(Encoding.UTF8.GetBytes(message));
}

// Shutdown: close the sending half. The server sees the end of our message and stops waiting for
// more; the receiving half stays open for its answer.
connection.Shutdown(SocketShutdown.Send);

// Receive: the echo may come whole or in pieces, however we sent it. Gather all of them, until the
// server closes its end, and only then make text: a piece may end in the middle of a letter.
var echo = new MemoryStream();
byte[] buffer = new byte[1024];
int count;
while ((count = connection.Receive(buffer)) > 0)
{
    echo.Write(buffer, 0, count);
}

Console.WriteLine($"Received '{Encoding.UTF8.GetString(echo.ToArray())}'");
