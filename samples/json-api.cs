// A JSON API over notes that are kept in memory. The compiler writes what turns a note into JSON and back, so nothing is
// looked up by reflection and the program can be trimmed and compiled ahead of time.
//
//     dotnet run samples/json-api.cs
//     curl --json '{"text":"feed the linnet"}' http://127.0.0.1:65432/notes
//     curl http://127.0.0.1:65432/notes/1

#:project ../src/Linnet/Linnet.csproj

using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Linnet;
using Linnet.Exchanges;
using Linnet.Routing;

ConcurrentDictionary<int, Note> notes = new();
int lastId = 0;

await using HttpServer server = new(args.Length > 0 ? args[0] : "http://127.0.0.1:65432");
RouteGroup api = server.Group("/notes");

api.Get("", () => Results.Json([.. notes.Values.OrderBy(note => note.Id)], Contracts.Default.NoteArray));

api.Get("/{id:int}", exchange => notes.TryGetValue(exchange.Route.Int("id"), out Note? note)
    ? Results.Json(note, Contracts.Default.Note)
    : Results.NotFound());

api.Post("", async exchange =>
{
    // What is not JSON, or more than 64 KiB of it, is answered 400 or 413: the exception is the server's to handle.
    Draft? draft = await exchange.Request.ReadJsonAsync(Contracts.Default.Draft, maxBytes: 64 * 1024, exchange.Aborted);
    if (string.IsNullOrWhiteSpace(draft?.Text))
    {
        return Results.BadRequest("A note has a text.");
    }

    Note note = new(Interlocked.Increment(ref lastId), draft.Text);
    notes[note.Id] = note;
    return Results.Created($"/notes/{note.Id}", Results.Json(note, Contracts.Default.Note));
});

api.Put("/{id:int}", async exchange =>
{
    int id = exchange.Route.Int("id");
    Draft? draft = await exchange.Request.ReadJsonAsync(Contracts.Default.Draft, maxBytes: 64 * 1024, exchange.Aborted);
    if (string.IsNullOrWhiteSpace(draft?.Text))
    {
        return Results.BadRequest("A note has a text.");
    }

    Note changed = new(id, draft.Text);
    return notes.TryGetValue(id, out Note? note) && notes.TryUpdate(id, changed, note)
        ? Results.Json(changed, Contracts.Default.Note)
        : Results.NotFound();
});

api.Delete("/{id:int}", exchange => notes.TryRemove(exchange.Route.Int("id"), out _)
    ? Results.NoContent()
    : Results.NotFound());

await server.StartAsync();
Console.WriteLine($"Listening on http://{server.BoundEndPoints[0]}/");
await server.RunAsync();

internal sealed record Draft(string? Text);

internal sealed record Note(int Id, string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Draft))]
[JsonSerializable(typeof(Note[]))]
internal sealed partial class Contracts : JsonSerializerContext;
