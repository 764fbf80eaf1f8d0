// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.Cli.Metrics;

/// <summary>
/// What Prometheus reads: the instruments of the meter <c>Linnet</c>, and a few about the process, in its text format. Every
/// label has a bounded set of values, so there is an end to what is kept.
/// </summary>
internal sealed class MetricsPage : IDisposable
{
    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = [];
    private readonly MeterListener _listener = new();

    /// <summary>Listens from now on.</summary>
    public MetricsPage()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Linnet")
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, new MetricFamily(instrument)));
            }
        };
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => (state as MetricFamily)?.Add(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => (state as MetricFamily)?.Add(value, tags));
        _listener.Start();
    }

    /// <summary>Answers with what there is.</summary>
    public ValueTask SendAsync(HttpExchange exchange)
    {
        exchange.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        exchange.Response.Headers["Cache-Control"] = "no-store";
        return exchange.Response.WriteAsync(Encoding.UTF8.GetBytes(Render()), exchange.Aborted);
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    /// <summary>All of it as text.</summary>
    internal string Render()
    {
        StringBuilder text = new();
        foreach (MetricFamily family in _families.Values.OrderBy(static family => family.Name, StringComparer.Ordinal))
        {
            family.Write(text);
        }

        Process(text, "process_resident_memory_bytes", "gauge", "Memory that the process has.", Environment.WorkingSet);
        Process(
            text, "process_cpu_seconds_total", "counter", "Processor time that was used.", Environment.CpuUsage.TotalTime.TotalSeconds);
        Process(text, "dotnet_gc_heap_size_bytes", "gauge", "Memory of managed objects.", GC.GetTotalMemory(forceFullCollection: false));
        return text.ToString();
    }

    private static void Process(StringBuilder text, string name, string kind, string help, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value:R}\n");
}
