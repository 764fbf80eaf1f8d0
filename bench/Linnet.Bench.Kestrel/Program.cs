// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using Linnet.Bench.Kestrel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

// PORT: what Linnet.Bench.Server serves, as Kestrel does it best: slim, without logs, and hello in front of all routing.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.Services.ConfigureHttpJsonOptions(
    options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, Wire.Default));
builder.WebHost.ConfigureKestrel(
    options =>
    {
        options.Listen(IPAddress.Loopback, int.Parse(args[0], CultureInfo.InvariantCulture));
        if (Environment.GetEnvironmentVariable("PEM") is { } pem)
        {
            int secured = int.Parse(Environment.GetEnvironmentVariable("HTTPS_PORT") ?? "0", CultureInfo.InvariantCulture);
            options.Listen(IPAddress.Loopback, secured, https => https.UseHttps(X509Certificate2.CreateFromPemFile(pem)));
        }
    });
WebApplication app = builder.Build();
byte[] hello = "Hello, World!"u8.ToArray();
app.Use((context, next) =>
{
    if (context.Request.Path != "/plaintext")
    {
        return next(context);
    }

    context.Response.ContentType = "text/plain";
    context.Response.ContentLength = hello.Length;
    return context.Response.Body.WriteAsync(hello, 0, hello.Length);
});
string folder = Environment.GetEnvironmentVariable("FILES") ?? Environment.CurrentDirectory;
app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder), RequestPath = "/f" });
app.UseRouting();
byte[] large = new byte[100 * 1024];
app.MapGet("/hello/{name}", (string name) => $"Hello, {name}!");
app.MapGet("/json", () => TypedResults.Json(new Greeting("Hello, World!"), Wire.Default.Greeting));
app.MapGet("/100k", () => TypedResults.Bytes(large));
app.MapGet("/block", () =>
{
    // What a handler should not do, and some do.
#pragma warning disable RS0030
    Thread.Sleep(100);
#pragma warning restore RS0030
    return "Hello, World!";
});
app.MapPost("/echo", (HttpRequest request, HttpResponse response) => request.Body.CopyToAsync(response.Body));

// For fuzz/differences: whatever it is asked that nothing above answers.
app.MapFallback("{**path}", async (HttpRequest request, HttpResponse response) =>
{
    await request.Body.CopyToAsync(System.IO.Stream.Null);
    string path = request.Path.Value ?? "";
    response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(path);
    await response.WriteAsync(path);
});
await app.RunAsync();
