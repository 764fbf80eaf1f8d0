// A rude client: it connects and hangs up at once, without a goodbye.
//
//     dotnet run tutorial/11-rude-client.cs
//     dotnet run tutorial/11-rude-client.cs -- 127.0.0.1:65432

using System.Net;
using System.Net.Sockets;

IPEndPoint address = IPEndPoint.Parse(args.Length > 0 ? args[0] : "127.0.0.1:65432");

using var connection = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
connection.Connect(address);

// Close normally says goodbye: "that was all". Lingering for zero seconds turns it into a reset:
// "this connection never was". Crashed programs and broken networks do the same.
connection.LingerState = new LingerOption(enable: true, seconds: 0);
connection.Close();

Console.WriteLine("Hung up");
