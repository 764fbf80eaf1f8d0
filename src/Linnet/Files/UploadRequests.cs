// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Files;

/// <summary>Stores the body of one request as one file.</summary>
internal sealed class UploadRequests(
    UploadStore store,
    UploadReceiver receiver,
    UploadAnswers answers,
    ResumableUploads resumable,
    UploadOptions options)
{
    // Between counting those that are kept and adding one.
    private readonly Lock _keeping = new();

    /// <summary>Receives a body, in this request or in this and others.</summary>
    /// <exception cref="RequestBodyException">The client is at fault, or gone.</exception>
    public async ValueTask ReceiveAsync(HttpExchange exchange, UploadTarget target, UploadKind kind)
    {
        UploadFields fields = UploadFields.Of(exchange.Request);
        UploadConditions conditions = UploadConditions.Of(exchange.Request);
        UploadRefusal? refusal = Refuse(exchange.Request, fields)
            ?? (fields.IsComplete is null
                ? await ReceiveWholeAsync(exchange, target, kind, conditions).ConfigureAwait(false)
                : await ReceiveResumableAsync(exchange, target, kind, conditions, fields).ConfigureAwait(false));
        if (refusal is not null)
        {
            await answers.RefuseAsync(exchange, refusal).ConfigureAwait(false);
        }
    }

    /// <summary>What can be said against a request before anything of its body is there.</summary>
    private UploadRefusal? Refuse(HttpRequest request, UploadFields fields)
    {
        if (request.Headers.TryGetBytes("Content-Range"u8, out _))
        {
            // RFC 9110 §14.5: to take a part for the whole is what must not happen.
            return new UploadRefusal(400, "A part of a file is not stored as the file.");
        }

        if (request.Headers["Content-Encoding"] is { } coding
            && !request.IsDecoded
            && !coding.Equals("identity", System.StringComparison.OrdinalIgnoreCase))
        {
            // RFC 9110 §9.3.4, §15.5.16: nobody would know later that it is coded.
            return UploadRefusal.Coded;
        }

        return fields.Length > options.MaxFileBytes || request.ContentLength > options.MaxFileBytes
            ? UploadRefusal.TooLarge(options.MaxFileBytes)
            : null;
    }

    private async ValueTask<UploadRefusal?> ReceiveWholeAsync(
        HttpExchange exchange, UploadTarget target, UploadKind kind, UploadConditions conditions)
    {
        long? length = exchange.Request.ContentLength;
        StagedFile? staged = null;
        try
        {
            UploadRefusal? refusal = await Task.Run(
                () => store.TryStage(target, kind, conditions, out staged)
                    ?? (staged is null ? null : receiver.CheckSpace(staged, length)),
                CancellationToken.None).ConfigureAwait(false);
            if (refusal is not null || staged is not { } file)
            {
                return refusal;
            }

            refusal = await receiver.ReceiveAsync(exchange.Request.Body, file, options.MaxFileBytes, exchange.Aborted)
                .ConfigureAwait(false);
            if (refusal is not null)
            {
                return refusal;
            }

            LandedFile? landed = null;
            refusal = await Task.Run(
                () => store.TryLand(file, target, kind, conditions, out landed), CancellationToken.None).ConfigureAwait(false);
            if (landed is not null)
            {
                _ = answers.SendLanded(exchange, landed);
            }

            return refusal;
        }
        finally
        {
            if (staged is not null)
            {
                await staged.LetGoAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<UploadRefusal?> ReceiveResumableAsync(
        HttpExchange exchange, UploadTarget target, UploadKind kind, UploadConditions conditions, UploadFields fields)
    {
        // The token keeps one condition over the requests of an upload, and no other.
        bool canKeepConditions = conditions.AreNone || (kind == UploadKind.Put && conditions.NeedsNothing);
        long? length = fields.Length ?? (fields.IsComplete == true ? exchange.Request.ContentLength : null);
        UploadRefusal? refusal = Refuse(exchange.Request, fields, canKeepConditions, length);
        if (refusal is not null)
        {
            return refusal;
        }

        UploadToken token = UploadToken.Create(conditions.NeedsNothing ? UploadKind.PutNew : kind, target.Path, length);
        StagedFile? staged = null;
        try
        {
            refusal = await Task.Run(
                () => store.Check(target, kind, conditions) ?? (canKeepConditions ? TryKeep(token, out staged) : null),
                CancellationToken.None).ConfigureAwait(false);
            if (refusal is not null)
            {
                return refusal;
            }

            if (staged is { } file)
            {
                file.IsKept = true;
                return await resumable.BeginAsync(exchange, file, target, token, fields).ConfigureAwait(false);
            }

            // The draft leaves it to the server whether an upload can be resumed.
            return fields.IsComplete == true
                ? await ReceiveWholeAsync(exchange, target, kind, conditions).ConfigureAwait(false)
                : new UploadRefusal(503, "There is no room for another upload in pieces.");
        }
        finally
        {
            if (staged is not null)
            {
                await staged.LetGoAsync().ConfigureAwait(false);
            }
        }
    }

    private static UploadRefusal? Refuse(HttpRequest request, UploadFields fields, bool canKeepConditions, long? length)
    {
        if (!canKeepConditions && fields.IsComplete == false)
        {
            return new UploadRefusal(400, "Of conditions, only If-None-Match: * can stand beside an upload in pieces.");
        }

        // The draft: the content is all of it then, and cannot have another length.
        return fields.IsComplete == true && request.ContentLength is { } content && content != length
            ? UploadRefusal.Inconsistent
            : null;
    }

    /// <summary>A file to go on with after a cut; none when there is no room for one more.</summary>
    private UploadRefusal? TryKeep(UploadToken token, out StagedFile? staged)
    {
        staged = null;
        lock (_keeping)
        {
            UploadRefusal? refusal = store.Partial.HasRoomFor(token.Length) ? store.Partial.TryCreate(token, out staged) : null;
            return refusal ?? (staged is null ? null : receiver.CheckSpace(staged, token.Length));
        }
    }
}
