// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Cli.Access;
using Linnet.Cli.Metrics;
using Linnet.Cli.Settings;
using Linnet.Cli.Watching;

namespace Linnet.Cli.Serving;

/// <summary>What works beside the files of <c>linnet serve</c> as long as it runs, as far as the settings ask for it.</summary>
internal sealed class Companions : IDisposable
{
    private readonly FolderWatch? _watch;

    /// <summary>Begins to work.</summary>
    /// <exception cref="FormatException">A setting means nothing.</exception>
    /// <exception cref="System.IO.IOException">A file cannot be read, or a folder not be watched.</exception>
    public Companions(SettingValues values, IReadOnlyList<string> addresses, string basePath)
    {
        Access = AccessReader.Read(values, addresses);
        values.Exclude(FileSettings.Watch, FileSettings.Cache);
        if (values.IsOn(FileSettings.Watch))
        {
            Reload = new LiveReload(basePath);
            _watch = new FolderWatch(values.Text(ServerSettings.Path) ?? ".", Reload.Tell, TimeProvider.System);
        }

        if (values.Text(FileSettings.Metrics) is { } place)
        {
            Metrics = new MetricsPage();
            MetricsAddress = place.StartsWith('/') ? null : place;
        }
    }

    /// <summary>Who may do what; null when everybody may what is served.</summary>
    public AccessControl? Access { get; }

    /// <summary>What has pages taken anew; null for nothing.</summary>
    public LiveReload? Reload { get; }

    /// <summary>What Prometheus reads; null for nothing.</summary>
    public MetricsPage? Metrics { get; }

    /// <summary>Where it reads it, if at an address of its own.</summary>
    public string? MetricsAddress { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch?.Dispose();
        Metrics?.Dispose();
    }
}
