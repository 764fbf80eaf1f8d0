// The echo client over a Unix domain socket.
//
//     dotnet run tutorial/08-echo-client-unix.cs
//     dotnet run tutorial/08-echo-client-unix.cs -- /tmp/another.sock "Good morning"

using System.Net.Sockets;
using System.Text;

string path = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "linnet-echo.sock");
string[] messages = args.Length > 1 ? args[1..] : ["Hello, World!"];

using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
connection.Connect(new UnixDomainSocketEndPoint(path));

// From here on, nothing is new: send, shut down, gather what comes back.
foreach (string message in messages)
{
    connection.Send(Encoding.UTF8.GetBytes(message));
}

connection.Shutdown(SocketShutdown.Send);

var echo = new MemoryStream();
byte[] buffer = new byte[1024];
int count;
while ((count = connection.Receive(buffer)) > 0)
{
    echo.Write(buffer, 0, count);
}

Console.WriteLine($"Received '{Encoding.UTF8.GetString(echo.ToArray())}'");
