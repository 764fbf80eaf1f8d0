// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;

namespace Linnet.Tls;

/// <summary>
/// Where a certificate comes from, and what was found there last. Looks at its files again when asked, but not more often
/// than every few seconds: polled and not watched, because links that are switched over (certbot, Kubernetes) and network
/// drives tell nobody. Thread-safe.
/// </summary>
internal sealed class CertificateSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Func<LoadedCertificate> _load;
    private readonly string[] _paths;
    private readonly Lock _gate = new();
    private (DateTime Written, long Length)[] _stamps;
    private long _lastLook;
    private bool _isUnusable;

    /// <summary>Loads the certificate.</summary>
    /// <param name="load">Loads it.</param>
    /// <param name="paths">The files that it comes from.</param>
    public CertificateSource(Func<LoadedCertificate> load, params string[] paths)
    {
        _load = load;
        _paths = [.. paths.Select(Path.GetFullPath)];
        _stamps = Stamps();
        Current = load();
    }

    /// <summary>What was found last.</summary>
    public LoadedCertificate Current { get; private set; }

    /// <summary>How often files are looked at; for tests.</summary>
    internal TimeSpan LooksEvery { get; set; } = Patience;

    /// <summary>What there is now, or what was found last when that cannot be used.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="failed">Told why it cannot be used, once for each change of the files; must not throw.</param>
    public LoadedCertificate Renew(TimeProvider time, Action<Exception> failed)
    {
        if (_paths.Length == 0 || time.GetElapsedTime(Volatile.Read(ref _lastLook)) < LooksEvery || !_gate.TryEnter())
        {
            // Whoever comes while another looks takes what there was: nobody waits.
            return Current;
        }

        bool hasChanged = true;
        try
        {
            Volatile.Write(ref _lastLook, time.GetTimestamp());
            (DateTime, long)[] stamps = Stamps();
            hasChanged = !stamps.AsSpan().SequenceEqual(_stamps);
            if (hasChanged || _isUnusable)
            {
                // Remembered first: a certificate and a key are written one after the other, and half of the two is told of
                // once. It is tried again at every look, for a file may look its last while its writer still locks it.
                _stamps = stamps;
                _isUnusable = true;
                Current = Loaded(time);
                _isUnusable = false;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException
            or CryptographicException or ArgumentException)
        {
            if (hasChanged)
            {
                failed(failure);
            }
        }
        finally
        {
            _gate.Exit();
        }

        return Current;
    }

    private LoadedCertificate Loaded(TimeProvider time)
    {
        LoadedCertificate loaded = _load();
        return loaded.ExpiresAt > time.GetUtcNow()
            ? loaded
            : throw new InvalidDataException($"The new certificate in {_paths[0]} has expired on {loaded.ExpiresAt:u}.");
    }

    private (DateTime Written, long Length)[] Stamps() => Array.ConvertAll(_paths, Stamp);

    private static (DateTime Written, long Length) Stamp(string path)
    {
        FileInfo file = new(path);
        FileInfo target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return target.Exists ? (target.LastWriteTimeUtc, target.Length) : default;
    }
}
