// A form that uploads files: each is written to disk while it comes, never held in memory as a whole.
//
//     dotnet run samples/upload-form.cs                                       (then open http://127.0.0.1:65432/)
//     curl --form note=mine --form file=@README.md http://127.0.0.1:65432/
//
// A second argument names the folder for what is uploaded; without it, a new one for temporary files is made.

#:project ../src/Linnet/Linnet.csproj

using System.Net;
using System.Text;
using Linnet;
using Linnet.Exchanges;
using Linnet.Routing;

string folder = args.Length > 1 ? args[1] : Directory.CreateTempSubdirectory("linnet-uploads-").FullName;

await using HttpServer server = new(args.Length > 0 ? args[0] : "http://127.0.0.1:65432")
{
    Options = new HttpServerOptions
    {
        // Any page on the web can send a form to here. Only names of this machine are answered, which stops pages whose own
        // name was made to lead here; the handler looks at where a form comes from.
        AllowedHosts = ["127.0.0.1", "localhost"],
    },
};

server.Get("/", () => Results.Html("""
    <!DOCTYPE html>
    <title>Upload</title>
    <form method="post" enctype="multipart/form-data">
      <p><label>A note: <input name="note"></label>
      <p><label>Files: <input name="file" type="file" multiple></label>
      <p><button>Upload</button>
    </form>
    """));

// Other requests keep the usual 30 MB; uploads may have a gigabyte.
RouteGroup uploads = server.Group("");
uploads.MaxRequestBodyBytes = 1_000_000_000;
uploads.Post("/", async exchange =>
{
    if (exchange.Request.Headers.Origin is { } origin && origin != $"http://{exchange.Request.Host}")
    {
        return Results.Status(403);
    }

    StringBuilder page = new("<!DOCTYPE html><title>Uploaded</title><ul>");
    await foreach (FormPart part in exchange.Request.ReadPartsAsync(exchange.Aborted))
    {
        if (part.FileName is null)
        {
            string text = await part.ReadTextAsync(exchange.Aborted);
            page.Append($"<li>{WebUtility.HtmlEncode(part.Name)}: {WebUtility.HtmlEncode(text)}");
        }
        else
        {
            // The name is safe to use, but it may be that of a file which is there already: ours is new.
            await using FileStream file = File.Create(Path.Combine(folder, $"{Guid.NewGuid():N}.upload"));
            await part.Body.CopyToAsync(file, exchange.Aborted);
            page.Append($"<li>{WebUtility.HtmlEncode(part.FileName)}: {file.Length} bytes");
        }
    }

    return Results.Html($"{page}</ul>");
});

await server.StartAsync();
Console.WriteLine($"Listening on http://{server.BoundEndPoints[0]}/");
Console.WriteLine($"Uploads go to {folder}");
await server.RunAsync();
