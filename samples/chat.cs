// A chat in the browser, over WebSockets: open it in two windows.
//
//     dotnet run samples/chat.cs

#:project ../src/Linnet/Linnet.csproj

using Linnet;
using Linnet.Exchanges;
using Linnet.WebSockets;

await using HttpServer server = new(args.Length > 0 ? args[0] : "http://127.0.0.1:65432");

const string Page = """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <title>Chat</title>
    <h1>Chat</h1>
    <ul id="said"></ul>
    <form id="form"><input id="text" autofocus maxlength="500"> <button>Say</button></form>
    <script>
      const said = document.getElementById("said"), text = document.getElementById("text");
      const socket = new WebSocket(new URL("chat", location.href.replace(/^http/, "ws")));
      const show = line => { const item = document.createElement("li"); item.textContent = line; said.append(item); };
      socket.onmessage = event => show(event.data);
      socket.onclose = event => show(`(closed: ${event.code} ${event.reason})`);
      document.getElementById("form").onsubmit = event => {
        event.preventDefault();
        if (text.value) socket.send(text.value);
        text.value = "";
      };
    </script>
    """;

server.Get("/", () => Results.Html(Page));

// Everybody in the room is told what anybody says. One who takes too slowly is dropped, so nobody waits for him. Only pages of
// this server may connect, unless WebSocketOptions.AllowedOrigins says otherwise: browsers let any page try.
WebSocketGroup room = new();
int guests = 0;
server.WebSocket(
    "/chat",
    async (socket, exchange) =>
    {
        string name = $"guest {Interlocked.Increment(ref guests)}";
        await socket.SendAsync($"You are {name}.");
        using (room.Join(socket))
        {
            room.Send($"{name} has come.");
            await foreach (WebSocketMessage message in socket.ReadMessagesAsync())
            {
                room.Send($"{name}: {message.Text}");
            }
        }

        room.Send($"{name} has gone.");
    },
    new WebSocketOptions { MaxMessageBytes = 4096 });

await server.StartAsync();
Console.WriteLine($"Listening on http://{server.BoundEndPoints[0]}/");
await server.RunAsync();
