// The echo server over IPv6: it sends back whatever it receives, until the client is done.
//
//     dotnet run tutorial/03-echo-server-ipv6.cs
//     dotnet run tutorial/03-echo-server-ipv6.cs -- "[::1]:0"     (port 0 means: any free port)

using System.Net;
using System.Net.Sockets;

// Where to be found: on this machine only (::1), at port 65432.
IPEndPoint address = IPEndPoint.Parse(args.Length > 0 ? args[0] : "[::1]:65432");

// A socket is a program's end of a conversation. `using` closes it when the program is done.
// This one speaks TCP (Stream) over IPv6 (InterNetworkV6).
using var listener = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);

// Bind: take the address. It fails if another program has it.
listener.Bind(address);

// Listen: open the door. While we are busy with one client, about five more may wait outside.
listener.Listen(backlog: 5);
Console.WriteLine($"Listening on {listener.LocalEndPoint}");

// Accept: wait until a client comes, and get a second socket for talking to that client alone.
// The first socket stays at the door.
using Socket connection = listener.Accept();
Console.WriteLine($"Connected by {connection.RemoteEndPoint}");

// Receive: wait until bytes come, at least one, at most what the buffer holds. There may be more
// of them on the way, so go round again. Zero bytes is the client's way to say: that was all.
byte[] buffer = new byte[1024];
int count;
while ((count = connection.Receive(buffer)) > 0)
{
    // Send: give back as many bytes as came. A blocking Send in .NET takes them all before it
    // returns. (In C and in Python's send() it may take fewer, and you loop until none is left.)
    connection.Send(buffer, 0, count, SocketFlags.None);
}

// Here `using` closes the connection, which tells the client: that was all from us, too.
Console.WriteLine("The client is done");
