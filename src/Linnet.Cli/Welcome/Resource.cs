// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Cli.Welcome;

/// <summary>A file of the welcome site, embedded in the assembly and read once.</summary>
internal sealed class Resource
{
    private readonly byte[] _content;
    private readonly string _contentType;

    private Resource(byte[] content, string contentType)
    {
        _content = content;
        _contentType = contentType;
    }

    public string Text => Encoding.UTF8.GetString(_content);

    public static Resource Load(string name, string contentType)
    {
        using Stream stream = typeof(Resource).Assembly.GetManifestResourceStream($"Linnet.Cli.Welcome.Site.{name}")
            ?? throw new InvalidOperationException($"The assembly was built without {name}.");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new Resource(content, contentType);
    }

    public ValueTask SendAsync(HttpExchange exchange)
    {
        exchange.Response.ContentType = _contentType;
        exchange.Response.ContentLength = _content.Length;
        exchange.Response.Headers["Cache-Control"] = "no-cache";
        return exchange.Response.WriteAsync(_content, exchange.Aborted);
    }
}
