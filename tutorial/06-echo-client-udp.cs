// The echo client over UDP: it sends each message by itself and prints what comes back for it.
//
//     dotnet run tutorial/06-echo-client-udp.cs
//     dotnet run tutorial/06-echo-client-udp.cs -- 127.0.0.1:65432 "Good morning"

using System.Net;
using System.Net.Sockets;
using System.Text;

IPEndPoint server = IPEndPoint.Parse(args.Length > 0 ? args[0] : "127.0.0.1:65432");
string[] messages = args.Length > 1 ? args[1..] : ["Hello, World!"];

// No Connect: each message carries the address of its receiver, like a postcard.
using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

byte[] buffer = new byte[65_507];
foreach (string message in messages)
{
    socket.SendTo(Encoding.UTF8.GetBytes(message), server);

    // UDP promises nothing: the message or its answer may be lost, or nobody may be there. Waiting
    // for ever would be foolish, so look for three seconds whether anything has come.
    if (!socket.Poll(TimeSpan.FromSeconds(3), SelectMode.SelectRead))
    {
        Console.WriteLine("No answer within three seconds");
        continue;
    }

    // One ReceiveFrom is one whole message: no gathering, no end to look for.
    EndPoint sender = new IPEndPoint(IPAddress.Any, 0);
    int count = socket.ReceiveFrom(buffer, ref sender);
    Console.WriteLine($"Received '{Encoding.UTF8.GetString(buffer, 0, count)}'");
}
