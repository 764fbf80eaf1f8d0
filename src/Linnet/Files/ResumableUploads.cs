// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Files;

/// <summary>
/// Uploads that survive a cut: draft-ietf-httpbis-resumable-upload. What has been received of one lies in
/// <see cref="PartialUploads"/>; it lands like any other when its client says that it is complete.
/// </summary>
internal sealed class ResumableUploads(
    UploadStore store, UploadReceiver receiver, UploadAnswers answers, UploadOptions options)
{
    private readonly CompletedUploads _completed = new();

    /// <summary>Receives the first piece of an upload, which may be all of it or nothing.</summary>
    public async ValueTask<UploadRefusal?> BeginAsync(
        HttpExchange exchange, StagedFile file, UploadTarget target, UploadToken token, UploadFields fields)
    {
        string location = answers.LocationOf(target, token);
        string limits = answers.LimitsFor(exchange.Request);
        List<KeyValuePair<string, string>> said = [new("Location", location), new("Upload-Limit", limits)];
        if (fields.Version is not null)
        {
            said.Add(new("Upload-Draft-Interop-Version", fields.Version));
        }

        if (fields.IsComplete == true)
        {
            // Whoever is cut off from here on knows where to go on.
            await exchange.Response.SendInformationalAsync(104, said).ConfigureAwait(false);
        }

        UploadRefusal? refusal = await ReceiveAsync(exchange, file, token, fields).ConfigureAwait(false);
        if (refusal is not null)
        {
            return refusal;
        }

        if (fields.IsComplete == true)
        {
            return await LandAsync(exchange, file, target, token).ConfigureAwait(false);
        }

        exchange.Response.StatusCode = 201;
        foreach ((string name, string value) in said)
        {
            exchange.Response.Headers[name] = value;
        }

        DescribeProgress(exchange.Response, file.Length, isComplete: false);
        return null;
    }

    /// <summary>Receives a further piece.</summary>
    public async ValueTask AppendAsync(HttpExchange exchange, UploadTarget target, UploadToken token)
    {
        UploadFields fields = UploadFields.Of(exchange.Request);
        UploadRefusal? refusal = Refuse(exchange.Request, fields);
        StagedFile? staged = null;
        try
        {
            refusal ??= await Task.Run(() => store.Partial.TryOpen(token, out staged), CancellationToken.None)
                .ConfigureAwait(false);
            if (refusal == UploadRefusal.NoUpload && _completed.TryFind(token, out string location, out _))
            {
                refusal = AnswerCompleted(exchange, location);
            }

            if (staged is { } file)
            {
                refusal = await AppendAsync(exchange, target, token, fields, file).ConfigureAwait(false);
            }
        }
        finally
        {
            if (staged is not null)
            {
                await staged.LetGoAsync().ConfigureAwait(false);
            }
        }

        if (refusal is not null)
        {
            await answers.RefuseAsync(exchange, refusal).ConfigureAwait(false);
        }
    }

    /// <summary>Says how much of an upload is there.</summary>
    public async ValueTask DescribeAsync(HttpExchange exchange, UploadToken token)
    {
        long written = 0;
        UploadRefusal? refusal = await Task.Run(() => Measure(token, out written), CancellationToken.None)
            .ConfigureAwait(false);
        bool isComplete = false;
        if (refusal == UploadRefusal.NoUpload && _completed.TryFind(token, out string location, out written))
        {
            refusal = null;
            isComplete = true;
            exchange.Response.Headers["Location"] = location;
        }

        if (refusal is not null)
        {
            await answers.RefuseAsync(exchange, refusal).ConfigureAwait(false);
            return;
        }

        HttpResponse response = exchange.Response;
        response.StatusCode = 204;
        response.Headers["Cache-Control"] = "no-store";
        response.Headers["Upload-Limit"] = answers.LimitsFor(exchange.Request);
        if (token.Length is { } length)
        {
            response.Headers["Upload-Length"] = TextOf(length);
        }

        DescribeProgress(response, written, isComplete);
    }

    /// <summary>Gives an upload up.</summary>
    public async ValueTask CancelAsync(HttpExchange exchange, UploadToken token)
    {
        UploadRefusal? refusal = await Task.Run(() => Remove(token), CancellationToken.None).ConfigureAwait(false);
        if (refusal is not null)
        {
            await answers.RefuseAsync(exchange, refusal).ConfigureAwait(false);
            return;
        }

        exchange.Response.StatusCode = 204;
    }

    private static UploadRefusal? Refuse(HttpRequest request, UploadFields fields)
    {
        if (request.Headers.ContentType is not { } type
            || !type.Equals("application/partial-upload", System.StringComparison.OrdinalIgnoreCase))
        {
            return new UploadRefusal(415, "A piece of an upload is application/partial-upload.");
        }

        return fields.Offset is null || fields.IsComplete is null
            ? new UploadRefusal(400, "A piece of an upload says Upload-Offset and Upload-Complete.")
            : null;
    }

    private async ValueTask<UploadRefusal?> AppendAsync(
        HttpExchange exchange, UploadTarget target, UploadToken token, UploadFields fields, StagedFile file)
    {
        if (fields.Offset != file.Length)
        {
            DescribeProgress(exchange.Response, file.Length, isComplete: false);
            return new UploadRefusal(409, "The upload goes on at another byte.");
        }

        long? announced = fields.IsComplete == true ? file.Length + exchange.Request.ContentLength : null;
        long? expected = token.Length ?? fields.Length ?? announced;
        if ((fields.Length ?? expected) != expected || (announced ?? expected) != expected)
        {
            return UploadRefusal.Inconsistent;
        }

        UploadRefusal? refusal = await ReceiveAsync(exchange, file, token, fields).ConfigureAwait(false);
        if (refusal is not null)
        {
            return refusal;
        }

        if (fields.IsComplete == true)
        {
            return await LandAsync(exchange, file, target, token).ConfigureAwait(false);
        }

        exchange.Response.StatusCode = 204;
        DescribeProgress(exchange.Response, file.Length, isComplete: false);
        return null;
    }

    /// <summary>Receives a piece, and has it on the disk.</summary>
    private async ValueTask<UploadRefusal?> ReceiveAsync(
        HttpExchange exchange, StagedFile file, UploadToken token, UploadFields fields)
    {
        long most = token.Length ?? options.MaxFileBytes;
        UploadRefusal? refusal = await receiver.ReceiveAsync(exchange.Request.Body, file, most, exchange.Aborted)
            .ConfigureAwait(false);
        if (refusal is { Status: 413 })
        {
            // The draft: with more than was said, or than is allowed, there is nothing to go on with.
            file.IsKept = false;
            return token.Length is null ? refusal : UploadRefusal.Inconsistent;
        }

        if (refusal is null && fields.IsComplete == true && token.Length is { } length && length != file.Length)
        {
            file.IsKept = false;
            return UploadRefusal.Inconsistent;
        }

        if (refusal is not null || fields.IsComplete == true)
        {
            return refusal;
        }

        int error = await Task.Run(() => UploadFolder.FlushFile(file.Handle), CancellationToken.None).ConfigureAwait(false);
        return error == 0 ? null : UploadRefusal.OfError(error);
    }

    private async ValueTask<UploadRefusal?> LandAsync(
        HttpExchange exchange, StagedFile file, UploadTarget target, UploadToken token)
    {
        LandedFile? landed = null;
        UploadRefusal? refusal = await Task.Run(
            () =>
            {
                UploadRefusal? failure =
                    store.TryLand(file, target, token.Kind, UploadConditions.Of(token.Kind), out landed);

                // All of it has come, so there is nothing to go on with; only space can still be found.
                file.IsKept = failure is { Status: >= 500 };
                file.Dispose();
                store.Partial.RemoveEmptyHome();
                return failure;
            },
            CancellationToken.None).ConfigureAwait(false);

        // The draft: so that a client knows whether an answer is about the upload or about the file.
        exchange.Response.Headers["Upload-Complete"] = refusal is { Status: >= 500 } ? "?0" : "?1";
        if (landed is not null)
        {
            _completed.Add(token, answers.SendLanded(exchange, landed), file.Length);
        }

        return refusal;
    }

    private static UploadRefusal AnswerCompleted(HttpExchange exchange, string location)
    {
        exchange.Response.Headers["Location"] = location;
        exchange.Response.Headers["Upload-Complete"] = "?1";
        return exchange.Request.ContentLength == 0
            ? new UploadRefusal(410, "The upload is complete.")
            : UploadRefusal.Inconsistent;
    }

    private UploadRefusal? Measure(UploadToken token, out long written)
    {
        UploadRefusal? refusal = store.Partial.TryOpen(token, out StagedFile? staged);
        using StagedFile? file = staged;
        written = file?.Length ?? 0;
        if (file is null)
        {
            return refusal;
        }

        // The draft: what is acknowledged need not be sent again, so it is on the disk.
        int error = UploadFolder.FlushFile(file.Handle);
        return error == 0 ? null : UploadRefusal.OfError(error);
    }

    private UploadRefusal? Remove(UploadToken token)
    {
        UploadRefusal? refusal = store.Partial.TryOpen(token, out StagedFile? staged);
        if (staged is not null)
        {
            staged.IsKept = false;
            staged.Dispose();
            store.Partial.RemoveEmptyHome();
        }

        return refusal;
    }

    private static void DescribeProgress(HttpResponse response, long offset, bool isComplete)
    {
        response.Headers["Upload-Offset"] = TextOf(offset);
        response.Headers["Upload-Complete"] = isComplete ? "?1" : "?0";
    }

    private static string TextOf(long number) => number.ToString(CultureInfo.InvariantCulture);
}
