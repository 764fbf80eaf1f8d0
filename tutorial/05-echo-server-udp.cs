// The echo server over UDP: it sends each message back to whoever sent it.
//
//     dotnet run tutorial/05-echo-server-udp.cs
//     dotnet run tutorial/05-echo-server-udp.cs -- 127.0.0.1:0     (port 0 means: any free port)

using System.Net;
using System.Net.Sockets;

IPEndPoint address = IPEndPoint.Parse(args.Length > 0 ? args[0] : "127.0.0.1:65432");

// IPv4 as before, but UDP (Dgram, for datagram: a message that travels on its own).
using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

// Bind as before. There is no Listen and no Accept, because there are no connections: every
// message, whoever sent it, arrives at this one socket.
socket.Bind(address);
Console.WriteLine($"Listening on {socket.LocalEndPoint}");

// A message arrives whole or not at all. This is the largest there can be; what does not fit the
// buffer would be thrown away.
byte[] buffer = new byte[65_507];

// Nobody tells us that a client is done, so this server runs until you stop it with Ctrl+C.
while (true)
{
    // ReceiveFrom: wait for one message, and learn who sent it.
    EndPoint sender = new IPEndPoint(IPAddress.Any, 0);
    int count = socket.ReceiveFrom(buffer, ref sender);
    Console.WriteLine($"{count} bytes from {sender}");

    // SendTo: one message back, to that sender. Whether it arrives, we shall never know.
    socket.SendTo(buffer.AsSpan(0, count), sender);
}
