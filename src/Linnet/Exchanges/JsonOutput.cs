// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Linnet.Exchanges;

/// <summary>Writes values as JSON with one writer for the whole connection. Used by one flow.</summary>
internal sealed class JsonOutput
{
    private Utf8JsonWriter? _writer;
    private JsonSerializerOptions? _options;

    /// <summary>Appends a value, or nothing when it cannot be written.</summary>
    public void Write<T>(PooledBuffer destination, T value, JsonTypeInfo<T> typeInfo)
    {
        int before = destination.Length;
        Utf8JsonWriter writer = WriterFor(destination, typeInfo.Options);
        try
        {
            JsonSerializer.Serialize(writer, value, typeInfo);
            writer.Flush();
        }
        catch
        {
            destination.Truncate(before);
            throw;
        }
        finally
        {
            // What is left in a writer that failed must not reach the next body.
            writer.Reset();
        }
    }

    private Utf8JsonWriter WriterFor(PooledBuffer destination, JsonSerializerOptions options)
    {
        if (_writer is not null && _options == options)
        {
            _writer.Reset(destination);
        }
        else
        {
            _options = options;
            _writer = new Utf8JsonWriter(destination, new JsonWriterOptions
            {
                Encoder = options.Encoder,
                Indented = options.WriteIndented,
                IndentCharacter = options.IndentCharacter,
                IndentSize = options.IndentSize,
                NewLine = options.NewLine,
                MaxDepth = options.MaxDepth,
                SkipValidation = true,
            });
        }

        return _writer;
    }
}
