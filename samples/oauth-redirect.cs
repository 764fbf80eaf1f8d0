// How a desktop or command line program is told, once, that its user has signed in: the browser is sent to the sign-in page,
// and from there back to a server that lives for this one request (RFC 8252 §7.3).
//
//     dotnet run samples/oauth-redirect.cs
//
// Open the first link it prints, or play the sign-in page yourself: curl "http://127.0.0.1:PORT/?code=abc&state=STATE"

#:project ../src/Linnet/Linnet.csproj

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Linnet;
using Linnet.Exchanges;

// Who sends the browser back proves by `state` that it was we who sent it there (RFC 6749 §10.12); the verifier, later, that
// whoever has the code is who asked for it (RFC 7636).
string state = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
string verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
string challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
TaskCompletionSource<string?> signedIn = new(TaskCreationOptions.RunContinuationsAsynchronously);

// Port 0: any that is free. Sign-in pages have to allow every port of the loopback address.
await using HttpServer server = new(args.Length > 0 ? args[0] : "http://127.0.0.1:0")
{
    Options = new HttpServerOptions { AllowedHosts = ["127.0.0.1"] },
};
server.Get("/", exchange =>
{
    QueryParameters query = exchange.Request.Query;
    if (!CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(query["state"] ?? ""), Encoding.UTF8.GetBytes(state)))
    {
        return Results.BadRequest("This is not the answer to a question of ours.");
    }

    // The first answer counts; the user may have declined, and then there is no code.
    return !signedIn.TrySetResult(query["code"])
        ? Results.BadRequest("That was answered before.")
        : Results.Html("<!DOCTYPE html><title>Done</title><p>You can close this page and go back to the program.");
});

await server.StartAsync();
string redirect = $"http://{server.BoundEndPoints[0]}/";
Console.WriteLine($"Listening on {redirect}");
Console.WriteLine("https://login.example/authorize?response_type=code&client_id=linnet-sample"
    + $"&redirect_uri={Uri.EscapeDataString(redirect)}&state={state}"
    + $"&code_challenge={challenge}&code_challenge_method=S256");

// A window that is closed answers nothing: do not wait for ever. Stopping lets the last page reach the browser.
string? code = await signedIn.Task.WaitAsync(TimeSpan.FromMinutes(5));
await server.StopAsync(TimeSpan.FromSeconds(5));
Console.WriteLine(code is null ? "Declined" : $"Received the code {code}: now it is exchanged for a token, with the verifier");
