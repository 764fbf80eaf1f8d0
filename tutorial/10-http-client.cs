// A web client by hand: it asks for a page and prints the answer.
//
//     dotnet run tutorial/10-http-client.cs
//     dotnet run tutorial/10-http-client.cs -- 127.0.0.1:65432 /good/morning

using System.Net;
using System.Net.Sockets;
using System.Text;

IPEndPoint address = IPEndPoint.Parse(args.Length > 0 ? args[0] : "127.0.0.1:65432");
string target = args.Length > 1 ? args[1] : "/";

using var connection = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
connection.Connect(address);

// Host names the site we want: many may live at one address. "Connection: close" asks the server to
// close after its answer. The empty line ends the request, so there is no need for Shutdown here.
string request = $"GET {target} HTTP/1.1\r\n"
    + $"Host: {address}\r\n"
    + "Connection: close\r\n"
    + "\r\n";
connection.Send(Encoding.ASCII.GetBytes(request));

// Gather until the server closes. (A client that keeps the connection for its next request has to
// stop earlier, where Content-Length or the chunks of the body tell it to.)
var gathered = new MemoryStream();
byte[] buffer = new byte[8192];
int count;
while ((count = connection.Receive(buffer)) > 0)
{
    gathered.Write(buffer, 0, count);
}

// The first empty line parts head and body.
string response = Encoding.UTF8.GetString(gathered.ToArray());
if (response.Split("\r\n\r\n", count: 2) is not [string head, string body])
{
    Console.WriteLine("That was no HTTP response");
    return;
}

Console.WriteLine("--- head ---");
Console.WriteLine(head);
Console.WriteLine("--- body ---");
Console.WriteLine(body);
