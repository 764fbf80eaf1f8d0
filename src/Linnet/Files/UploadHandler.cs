// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Protocol.Forms;

namespace Linnet.Files;

/// <summary>
/// Answers the requests that store files: PUT to a file, POST to a folder, and what goes on with an upload that was cut off. Owned
/// by a <see cref="FileHandler"/>. See docs/adr/0045-uploads-land-whole-or-not-at-all.md.
/// </summary>
internal sealed class UploadHandler : IDisposable
{
    private readonly UploadOptions _options;
    private readonly NameRules _rules;
    private readonly MountPoint _mount;
    private readonly UploadAnswers _answers;
    private readonly UploadForms _forms;
    private readonly UploadRequests _requests;
    private readonly ResumableUploads _resumable;
    private readonly UploadSweep _sweep;
    private int _underWay;

    /// <summary>A handler that stores into a tree, which stays its caller's.</summary>
    /// <exception cref="PlatformNotSupportedException">This system cannot give the promise.</exception>
    public UploadHandler(FileTree tree, NameRules rules, MountPoint mount, UploadOptions options, TimeProvider time)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(
                "Uploads need Linux, where a file can be received without a name and get it in one step.");
        }

        _options = options;
        _rules = rules;
        _mount = mount;
        UploadStore store = new(tree, options, time);
        _answers = new UploadAnswers(mount, options);
        UploadReceiver receiver = new(options);
        _forms = new UploadForms(store, receiver, _answers, rules, options);
        _resumable = new ResumableUploads(store, receiver, _answers, options);
        _requests = new UploadRequests(store, receiver, _answers, _resumable, options);
        _sweep = new UploadSweep(store.Partial, time);
    }

    /// <summary>What the address of a request means.</summary>
    public UploadAddress Read(HttpRequest request) => UploadAddress.Read(request, _mount, _rules, _options);

    /// <summary>Whether a HEAD is about an upload and not about a file.</summary>
    public static bool IsAboutUpload(HttpRequest request) =>
        request.Method is "HEAD"
        && request.QueryString.Length > 0
        && request.Query.TryGetBytes("upload"u8, out _);

    /// <summary>Says what can be done at an address.</summary>
    public ValueTask SendOptionsAsync(HttpExchange exchange) =>
        _answers.SendOptionsAsync(exchange, Read(exchange.Request));

    /// <summary>Answers a request that is not for reading.</summary>
    public ValueTask HandleAsync(HttpExchange exchange)
    {
        UploadAddress address = Read(exchange.Request);
        if (address.Rejection != 0)
        {
            return PlainAnswer.SendAsync(exchange, address.Rejection);
        }

        string method = exchange.Request.Method;
        if (address.Place == UploadPlace.RefusedName && method is "PUT" or "POST")
        {
            return _answers.RefuseAsync(exchange, UploadRefusal.NotAllowedName);
        }

        bool isOffered = (method, address.Place) is
            ("PUT", UploadPlace.File)
            or ("POST", UploadPlace.Folder)
            or ("HEAD" or "PATCH" or "DELETE", UploadPlace.Upload);
        if (!isOffered)
        {
            // RFC 9110 §15.5.6: the answer names the methods that are.
            exchange.Response.Headers["Allow"] = address.Allow;
            return PlainAnswer.SendAsync(exchange, 405);
        }

        if (!PageOrigin.MayChange(exchange.Request, _options.AllowedOrigins))
        {
            return _answers.RefuseAsync(exchange, UploadRefusal.OtherOrigin);
        }

        return CountAsync(exchange, address);
    }

    /// <inheritdoc/>
    public void Dispose() => _sweep.Dispose();

    /// <summary>Lets so many happen at once, and no more.</summary>
    private async ValueTask CountAsync(HttpExchange exchange, UploadAddress address)
    {
        try
        {
            if (Interlocked.Increment(ref _underWay) > _options.MaxUploads)
            {
                await _answers.RefuseAsync(exchange, UploadRefusal.Busy).ConfigureAwait(false);
            }
            else
            {
                await DispatchAsync(exchange, address).ConfigureAwait(false);
            }
        }
        finally
        {
            _ = Interlocked.Decrement(ref _underWay);
        }
    }

    private ValueTask DispatchAsync(HttpExchange exchange, UploadAddress address)
    {
        HttpRequest request = exchange.Request;
        if (address.Place == UploadPlace.Upload)
        {
            return address.Token is not { } token
                ? _answers.RefuseAsync(exchange, UploadRefusal.NoUpload)
                : request.Method switch
                {
                    "PATCH" => _resumable.AppendAsync(exchange, new UploadTarget(address.Path), token),
                    "DELETE" => _resumable.CancelAsync(exchange, token),
                    _ => _resumable.DescribeAsync(exchange, token),
                };
        }

        if (address.Place == UploadPlace.File)
        {
            return _requests.ReceiveAsync(exchange, new UploadTarget(address.Path), UploadKind.Put);
        }

        return request.Query.TryGetBytes("name"u8, out ReadOnlySpan<byte> name)
            ? ReceiveNamedAsync(exchange, address.Path, Encoding.UTF8.GetBytes(SafeFileName.From(name)))
            : _forms.ReceiveAsync(exchange, address.Path);
    }

    private ValueTask ReceiveNamedAsync(HttpExchange exchange, byte[] folder, byte[] name)
    {
        UploadTarget target = new(folder, name);
        return _rules.RefusesPath(target.Path)
            ? _answers.RefuseAsync(exchange, UploadRefusal.NotAllowedName)
            : _requests.ReceiveAsync(exchange, target, UploadKind.Post);
    }
}
