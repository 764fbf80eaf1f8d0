// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Exchanges;

/// <summary>
/// A value as JSON, in a pooled buffer until it is sent. An object is used again by the thread it was sent on, for the next
/// value there; each use has a number, so that a result that is sent twice is found out and never sends another one's bytes.
/// </summary>
internal sealed class JsonContent
{
    [ThreadStatic]
    private static JsonContent? _spare;

    private readonly PooledBuffer _bytes = new();
    private readonly JsonOutput _json = new();
    private int _use;

    private JsonContent()
    {
    }

    /// <summary>Serialises a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">Its contract.</param>
    /// <param name="use">What to send it by.</param>
    public static JsonContent Of<T>(T value, JsonTypeInfo<T> typeInfo, out int use)
    {
        JsonContent content = _spare ?? new JsonContent();
        _spare = null;
        content._json.Write(content._bytes, value, typeInfo);
        use = content._use;
        return content;
    }

    /// <summary>Sends the value, once.</summary>
    /// <exception cref="InvalidOperationException">It has been sent.</exception>
    public ValueTask SendAsync(HttpResponse response, int use)
    {
        if (Interlocked.CompareExchange(ref _use, use + 1, use) != use)
        {
            throw new InvalidOperationException("A JSON result is sent once. Make one for each response.");
        }

        response.ContentLength = _bytes.Length;
        ValueTask write = response.WriteAsync(_bytes.Content, CancellationToken.None);
        if (!write.IsCompletedSuccessfully)
        {
            return ReleaseAfterAsync(write);
        }

        Release();
        return write;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReleaseAfterAsync(ValueTask write)
    {
        await write.ConfigureAwait(false);

        // Only now: a write that failed may still be using the bytes.
        Release();
    }

    private void Release()
    {
        _bytes.Release();
        _spare = this;
    }
}
