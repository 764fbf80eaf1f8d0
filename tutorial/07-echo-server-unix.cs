// The echo server over a Unix domain socket: for clients on the same machine, with no network.
//
//     dotnet run tutorial/07-echo-server-unix.cs
//     dotnet run tutorial/07-echo-server-unix.cs -- /tmp/another.sock

using System.Net.Sockets;

// The address is a file's name: no IP address, no port.
string path = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "linnet-echo.sock");

// A stream of bytes as with TCP, but inside this machine.
using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

// Bind creates the file. A server stopped with Ctrl+C leaves its file behind, and then the next
// one could not bind: clear it away. (Careful servers first make sure that nobody listens on it.)
File.Delete(path);
listener.Bind(new UnixDomainSocketEndPoint(path));

// From here on, nothing is new: listen, accept, receive, send, close.
listener.Listen(backlog: 5);
Console.WriteLine($"Listening on {listener.LocalEndPoint}");

using Socket connection = listener.Accept();
Console.WriteLine("Connected by a program on this machine");     // Clients have no address here.

byte[] buffer = new byte[1024];
int count;
while ((count = connection.Receive(buffer)) > 0)
{
    connection.Send(buffer, 0, count, SocketFlags.None);
}

// Closing the listener also removes the file.
Console.WriteLine("The client is done");
