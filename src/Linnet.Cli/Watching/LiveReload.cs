// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Cli.Watching;

/// <summary>
/// Has pages taken anew when what they are made of changes (ADR 47): every page gets a script at its end, which listens to server-sent
/// events. A page of which another one is made has no entity tag, no date and no parts, and no condition on it is looked at.
/// </summary>
internal sealed class LiveReload
{
    private const int Waiting = 16;

    private static readonly byte[] Script = ReadScript();

    private readonly ConcurrentDictionary<Channel<Change>, bool> _pages = [];
    private readonly string _instance = Guid.NewGuid().ToString("N");
    private readonly string _scriptPath;
    private readonly string _eventsPath;
    private readonly byte[] _tail;
    private readonly Action<HttpExchange> _apply;
    private long _version;

    /// <summary>For what is served below a path.</summary>
    public LiveReload(string basePath)
    {
        _eventsPath = $"{basePath}/.linnet/reload";
        _scriptPath = $"{_eventsPath}.js";
        _tail = Encoding.ASCII.GetBytes($"<script src=\"{_scriptPath}\" async></script>\n");
        _apply = Apply;
    }

    /// <summary>Tells every page that is open.</summary>
    public void Tell(Change change)
    {
        if (change == Change.Page)
        {
            Interlocked.Increment(ref _version);
        }

        foreach ((Channel<Change> page, _) in _pages)
        {
            page.Writer.TryWrite(change);
        }
    }

    /// <summary>Answers for the script and the events, and puts the script into pages.</summary>
    public ValueTask InvokeAsync(HttpExchange exchange, HttpHandler next)
    {
        HttpRequest request = exchange.Request;
        if (request.Method is not ("GET" or "HEAD"))
        {
            return next(exchange);
        }

        if (request.Path == _scriptPath)
        {
            exchange.Response.ContentType = "text/javascript; charset=utf-8";
            exchange.Response.Headers["Cache-Control"] = "no-cache";
            exchange.Response.ContentLength = Script.Length;
            return exchange.Response.WriteAsync(Script, exchange.Aborted);
        }

        if (request.Path == _eventsPath)
        {
            return Results.Events(EventsAsync(exchange.Aborted)).SendAsync(exchange);
        }

        if (MayBePage(request))
        {
            // What a client has from before may be without the script, and its tag says nothing of it.
            request.Headers.Remove("If-None-Match");
            request.Headers.Remove("If-Modified-Since");
            request.Headers.Remove("If-Range");
            request.Headers.Remove("Range");
        }

        exchange.Response.OnStarting(_apply);
        return next(exchange);
    }

    private static bool MayBePage(HttpRequest request)
    {
        string name = request.Path[(request.Path.LastIndexOf('/') + 1)..];
        return !name.Contains('.', StringComparison.Ordinal)
            || name.EndsWith(".html", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".htm", StringComparison.OrdinalIgnoreCase)
            || request.Headers.Accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true;
    }

    private void Apply(HttpExchange exchange)
    {
        HttpResponse response = exchange.Response;
        bool isPage = response.StatusCode is 200 or 404
            && response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true

            // A page that says which scripts it wants is one of ours, and wants no other.
            && response.Headers["Content-Security-Policy"] is null
            && response.Headers["Content-Encoding"] is null;
        if (!isPage)
        {
            return;
        }

        response.Headers["ETag"] = null;
        response.Headers["Last-Modified"] = null;
        response.Headers["Accept-Ranges"] = null;
        response.Headers["Cache-Control"] = "no-store";
        if (exchange.Request.Method is "HEAD")
        {
            response.ContentLength += _tail.Length;
        }
        else
        {
            response.FilterBody(inner => new AppendingStream(inner, _tail));
        }
    }

    private async IAsyncEnumerable<ServerSentEvent> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = Channel.CreateBounded<Change>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest });
        _pages.TryAdd(page, true);
        try
        {
            yield return Version();
            await foreach (Change change in page.Reader.ReadAllAsync(cancellationToken))
            {
                yield return change == Change.Page ? Version() : new ServerSentEvent("style") { Event = "style" };
            }
        }
        finally
        {
            _pages.TryRemove(page, out _);
        }
    }

    /// <summary>What a page remembers: when it hears another one, it is not what is served any more.</summary>
    private ServerSentEvent Version() => new($"{_instance}-{Interlocked.Read(ref _version)}") { Event = "version" };

    private static byte[] ReadScript()
    {
        using Stream stream = typeof(LiveReload).Assembly.GetManifestResourceStream("Linnet.Cli.Watching.reload.js")
            ?? throw new InvalidOperationException("The assembly was built without reload.js.");
        byte[] script = new byte[stream.Length];
        stream.ReadExactly(script);
        return script;
    }
}
