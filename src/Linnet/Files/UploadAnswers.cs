// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Files;

/// <summary>What clients are told about their uploads: one line, or JSON for those that prefer it.</summary>
internal sealed class UploadAnswers(MountPoint mount, UploadOptions options)
{
    private const string PatchType = "application/partial-upload";

    /// <summary>Whether the one who waits is a browser that shows what it gets.</summary>
    public static bool IsPageWanted(HttpRequest request) => Accepts(request, "text/html");

    /// <summary>The address of a file.</summary>
    public string LocationOf(ReadOnlySpan<byte> path) => FolderRedirect.LocationOf(mount.PathOf(path), "").TrimEnd('/');

    /// <summary>The address of a folder.</summary>
    public string LocationOfFolder(byte[] path) =>
        FolderRedirect.LocationOf(mount.PathOf(path.AsSpan().TrimEnd((byte)'/')), "");

    /// <summary>The address of an upload that is not finished.</summary>
    public string LocationOf(UploadTarget target, UploadToken token) =>
        $"{LocationOf(target.Path)}?{UploadAddress.TokenName}={token.Text}";

    /// <summary>The bounds, as clients are told: the value of Upload-Limit.</summary>
    public string LimitsFor(HttpRequest request) => string.Create(
        CultureInfo.InvariantCulture,
        $"max-size={options.MaxFileBytes}, max-append-size={request.MaxBodyBytes}, "
        + $"max-age={(long)options.PartialLifetime.TotalSeconds}");

    /// <summary>Says what can be done at an address. RFC 5789 §3.1.</summary>
    public ValueTask SendOptionsAsync(HttpExchange exchange, UploadAddress address)
    {
        HttpResponse response = exchange.Response;
        response.StatusCode = 204;
        response.Headers["Allow"] = address.Allow;
        if (address.Place is UploadPlace.File or UploadPlace.Folder or UploadPlace.Upload)
        {
            response.Headers["Accept-Patch"] = PatchType;
            response.Headers["Upload-Limit"] = LimitsFor(exchange.Request);
        }

        return default;
    }

    /// <summary>Says why there is no upload.</summary>
    public ValueTask RefuseAsync(HttpExchange exchange, UploadRefusal refusal)
    {
        HttpResponse response = exchange.Response;
        response.StatusCode = refusal.Status;
        if (refusal.Status == 503 || refusal == UploadRefusal.UnderWay)
        {
            // RFC 9110 §10.2.3: others end all the time.
            response.Headers["Retry-After"] = "1";
        }

        if (refusal.Status == 413)
        {
            response.Headers["Upload-Limit"] = LimitsFor(exchange.Request);
        }

        if (refusal == UploadRefusal.Coded)
        {
            // RFC 9110 §15.5.16: whose fault it was.
            response.Headers["Accept-Encoding"] = "identity";
        }
        else if (refusal.Status == 415)
        {
            response.Headers["Accept-Patch"] = PatchType;
        }

        return Accepts(exchange.Request, "application/json")
            ? SendJsonAsync(exchange, writer => Write(writer, null, refusal, null))
            : SendTextAsync(exchange, refusal.Text + "\n");
    }

    /// <summary>Says that a file is where it was sent. RFC 9110 §9.3.4.</summary>
    public string SendLanded(HttpExchange exchange, LandedFile landed)
    {
        HttpResponse response = exchange.Response;
        string location = LocationOf(landed.Path);
        response.StatusCode = landed.HasReplaced ? 204 : 201;
        response.Headers["Location"] = location;
        if (landed.EntityTag is not null)
        {
            response.Headers["ETag"] = landed.EntityTag;
        }

        return location;
    }

    /// <summary>Says what has become of the files of a form: back to the folder for a page, a list for others.</summary>
    public ValueTask SendFormAsync(HttpExchange exchange, byte[] folder, List<FormUpload> files)
    {
        HttpResponse response = exchange.Response;
        UploadRefusal? first = files.Find(static file => file.Refusal is not null)?.Refusal;
        if (first is null && IsPageWanted(exchange.Request))
        {
            // RFC 9110 §15.4.4: a reload shows the folder again, and sends nothing again.
            response.StatusCode = 303;
            response.Headers["Location"] = LocationOfFolder(folder);
            return default;
        }

        response.StatusCode = first?.Status ?? 201;
        if (Accepts(exchange.Request, "application/json"))
        {
            return SendJsonAsync(exchange, writer => WriteAll(writer, files));
        }

        StringBuilder text = new();
        foreach (FormUpload file in files)
        {
            text.Append(CultureInfo.InvariantCulture, $"{file.Name}: ");
            text.Append(file.Refusal?.Text ?? (file.Landed is null ? "not stored" : LocationOf(file.Landed.Path)));
            text.Append('\n');
        }

        return SendTextAsync(exchange, text.ToString());
    }

    private static bool Accepts(HttpRequest request, string mediaType) =>
        request.Headers.Accept?.Contains(mediaType, StringComparison.OrdinalIgnoreCase) == true;

    private void WriteAll(Utf8JsonWriter writer, List<FormUpload> files)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("files");
        foreach (FormUpload file in files)
        {
            Write(writer, file.Name, file.Refusal, file.Landed);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer, string? name, UploadRefusal? refusal, LandedFile? landed)
    {
        writer.WriteStartObject();
        if (name is not null)
        {
            writer.WriteString("name", name);
        }

        if (refusal is not null)
        {
            writer.WriteNumber("status", refusal.Status);
            writer.WriteString("error", refusal.Text);
        }

        if (landed is not null)
        {
            writer.WriteNumber("status", landed.HasReplaced ? 204 : 201);
            writer.WriteString("location", LocationOf(landed.Path));
        }

        writer.WriteEndObject();
    }

    private static ValueTask SendJsonAsync(HttpExchange exchange, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
        {
            write(writer);
        }

        exchange.Response.ContentType = "application/json";
        exchange.Response.Headers["X-Content-Type-Options"] = "nosniff";
        return exchange.Response.WriteAsync(bytes.WrittenMemory, CancellationToken.None);
    }

    private static ValueTask SendTextAsync(HttpExchange exchange, string text)
    {
        exchange.Response.ContentType = "text/plain; charset=utf-8";
        exchange.Response.Headers["X-Content-Type-Options"] = "nosniff";
        return exchange.Response.WriteAsync(text, CancellationToken.None);
    }
}
