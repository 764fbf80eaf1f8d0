// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Files;

/// <summary>
/// Stores the files of forms, as pages without a script send them. Nothing lands before the whole form is there; then each file
/// that can, does.
/// </summary>
internal sealed class UploadForms(
    UploadStore store, UploadReceiver receiver, UploadAnswers answers, NameRules rules, UploadOptions options)
{
    /// <summary>Receives a form for a folder.</summary>
    /// <exception cref="RequestBodyException">The client is at fault, or gone.</exception>
    public async ValueTask ReceiveAsync(HttpExchange exchange, byte[] folder)
    {
        List<FormUpload> files = [];
        UploadConditions conditions = UploadConditions.Of(UploadKind.Post);
        try
        {
            await foreach (FormPart part in exchange.Request.ReadPartsAsync(exchange.Aborted).ConfigureAwait(false))
            {
                // The HTML Standard: a field for files in which none was chosen is sent as one without a name.
                if (!part.HasFileName)
                {
                    continue;
                }

                UploadRefusal? refusal = files.Count == options.MaxFilesPerForm
                    ? new UploadRefusal(413, $"A form must not have more than {options.MaxFilesPerForm} files.")
                    : await ReceiveAsync(exchange, folder, part, files, conditions).ConfigureAwait(false);
                if (refusal is not null)
                {
                    await answers.RefuseAsync(exchange, refusal).ConfigureAwait(false);
                    return;
                }
            }

            if (files.Count == 0)
            {
                await answers.RefuseAsync(exchange, new UploadRefusal(400, "No file was chosen.")).ConfigureAwait(false);
                return;
            }

            // The form is complete, and its body not yet: whoever is cut off here sends it all again.
            while (!(await exchange.Request.ReadAsync(exchange.Aborted).ConfigureAwait(false)).IsEmpty)
            {
            }

            await Task.Run(() => Land(files, conditions), CancellationToken.None).ConfigureAwait(false);
            await answers.SendFormAsync(exchange, folder, files).ConfigureAwait(false);
        }
        finally
        {
            foreach (FormUpload file in files)
            {
                await file.LetGoAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Receives one file; what is wrong with it alone is noted, and what is wrong for all is the answer.</summary>
    private async ValueTask<UploadRefusal?> ReceiveAsync(
        HttpExchange exchange, byte[] folder, FormPart part, List<FormUpload> files, UploadConditions conditions)
    {
        string name = part.FileName ?? "";
        FormUpload file = new(new UploadTarget(folder, Encoding.UTF8.GetBytes(name)), name);
        files.Add(file);
        file.Refusal = rules.RefusesPath(file.Target.Path)
            ? UploadRefusal.NotAllowedName
            : await Task.Run(() => Stage(file, conditions), CancellationToken.None).ConfigureAwait(false);
        if (file.Refusal is null && file.Staged is not null)
        {
            file.Refusal = await receiver.ReceiveAsync(part.Body, file.Staged, options.MaxFileBytes, exchange.Aborted)
                .ConfigureAwait(false);
        }

        return file.Refusal is { Status: 404 or >= 500 } ? file.Refusal : null;
    }

    private UploadRefusal? Stage(FormUpload file, UploadConditions conditions)
    {
        UploadRefusal? refusal = store.TryStage(file.Target, UploadKind.Post, conditions, out StagedFile? staged);
        file.Staged = staged;
        return refusal ?? (staged is null ? null : receiver.CheckSpace(staged, null));
    }

    private void Land(List<FormUpload> files, UploadConditions conditions)
    {
        foreach (FormUpload file in files)
        {
            if (file.Refusal is null && file.Staged is not null)
            {
                file.Refusal = store.TryLand(file.Staged, file.Target, UploadKind.Post, conditions, out LandedFile? landed);
                file.Landed = landed;
            }

            // Its handle goes now: a form may have many.
            file.Staged?.Dispose();
        }
    }
}
