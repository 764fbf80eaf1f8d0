// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Linnet.Protocol.Messages;

namespace Linnet.Exchanges;

/// <summary>Reads forms of both kinds.</summary>
internal static class FormContent
{
    /// <summary>Reads a form part by part.</summary>
    public static async IAsyncEnumerable<FormPart> ReadPartsAsync(
        HttpRequest request, FormLimits limits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using FormReader reader = FormReader.Create(request, limits);
        while (await reader.NextAsync(cancellationToken).ConfigureAwait(false) is { } part)
        {
            yield return part;
        }
    }

    /// <summary>Reads the fields of a form, and has its files read by <paramref name="file"/>.</summary>
    public static ValueTask<Form> ReadAsync(
        HttpRequest request, FormLimits limits, Func<FormPart, ValueTask>? file, CancellationToken cancellationToken)
    {
        request.Headers.TryGetBytes("Content-Type"u8, out ReadOnlySpan<byte> contentType);
        if (Ascii.EqualsIgnoreCase(MediaType.Essence(contentType), "application/x-www-form-urlencoded"u8))
        {
            return ReadSimpleAsync(request, limits, cancellationToken);
        }

        return FormReader.IsMultipart(contentType)
            ? ReadMultipartAsync(request, limits, file, cancellationToken)
            : throw new RequestBodyException(
                415, "The body must be a form: application/x-www-form-urlencoded or multipart/form-data.");
    }

    private static async ValueTask<Form> ReadSimpleAsync(
        HttpRequest request, FormLimits limits, CancellationToken cancellationToken)
    {
        PooledBuffer buffer = new();
        ParameterList fields = new();
        try
        {
            await RequestContent.GatherAsync(request, buffer, limits.MaxFormBytes, cancellationToken).ConfigureAwait(false);
            return fields.TryParse(buffer.Content.Span, limits.MaxParts)
                ? new Form(fields.ToOwned())
                : throw new RequestBodyException(413, $"The form must not have more than {limits.MaxParts} fields.");
        }
        finally
        {
            fields.Release();
            buffer.Release();
        }
    }

    private static async ValueTask<Form> ReadMultipartAsync(
        HttpRequest request, FormLimits limits, Func<FormPart, ValueTask>? file, CancellationToken cancellationToken)
    {
        using FormReader reader = FormReader.Create(request, limits);
        ParameterList fields = new();
        PooledBuffer value = new();
        long total = 0;
        try
        {
            while (await reader.NextAsync(cancellationToken).ConfigureAwait(false) is { } part)
            {
                if (part.FileName is not null)
                {
                    if (file is not null)
                    {
                        await file(part).ConfigureAwait(false);
                    }

                    continue;
                }

                await reader.GatherAsync(part, value, cancellationToken).ConfigureAwait(false);
                total += part.Name.Length + value.Length;
                if (total > limits.MaxFormBytes)
                {
                    throw new RequestBodyException(
                        413, $"The fields of the form must not have more than {limits.MaxFormBytes} bytes together.");
                }

                fields.Add(Encoding.UTF8.GetBytes(part.Name), value.Content.Span);
                value.Truncate(0);
            }

            return new Form(fields.ToOwned());
        }
        finally
        {
            fields.Release();
            value.Release();
        }
    }
}
