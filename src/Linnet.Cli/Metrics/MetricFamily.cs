// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Text;

namespace Linnet.Cli.Metrics;

/// <summary>One instrument as Prometheus shows it: its name, kind and help, and a series for each set of labels.</summary>
internal sealed class MetricFamily
{
    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly string _kind;
    private readonly string _help;
    private readonly double[] _bounds;

    /// <summary>For an instrument. The name is made as OpenTelemetry's rules for Prometheus have it.</summary>
    public MetricFamily(Instrument instrument)
    {
        string name = instrument.Name.Replace('.', '_');
        string unit = instrument.Unit == "s" ? "_seconds" : "";
        (_kind, string end) = instrument switch
        {
            Histogram<double> => ("histogram", ""),
            Counter<long> => ("counter", "_total"),
            _ => ("gauge", ""),
        };
        Name = $"{name}{unit}{end}";
        _help = instrument.Description ?? "";
        _bounds = instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } ? [.. bounds] : [];
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Takes a measurement.</summary>
    public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string labels = Labels(tags);
        if (!_series.TryGetValue(labels, out MetricSeries? series))
        {
            series = _series.GetOrAdd(labels, new MetricSeries(_bounds));
        }

        series.Add(value);
    }

    /// <summary>Writes all of it.</summary>
    public void Write(StringBuilder text)
    {
        text.Append("# HELP ").Append(Name).Append(' ').Append(_help).Append('\n');
        text.Append("# TYPE ").Append(Name).Append(' ').Append(_kind).Append('\n');
        foreach ((string labels, MetricSeries series) in _series.OrderBy(static each => each.Key, StringComparer.Ordinal))
        {
            series.Write(text, Name, labels);
        }
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        StringBuilder labels = new();
        foreach ((string name, object? value) in tags)
        {
            string text = $"{value}"
                .Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal);
            labels.Append(labels.Length == 0 ? "" : ",").Append(name.Replace('.', '_')).Append("=\"").Append(text).Append('"');
        }

        return labels.ToString();
    }
}
