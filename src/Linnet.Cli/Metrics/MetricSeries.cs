// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;

namespace Linnet.Cli.Metrics;

/// <summary>The numbers of one instrument under one set of labels. Thread-safe.</summary>
/// <param name="bounds">The upper bounds of the buckets; none unless it is a histogram.</param>
internal sealed class MetricSeries(double[] bounds)
{
    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[bounds.Length];
    private double _sum;
    private long _count;

    /// <summary>Takes a measurement.</summary>
    public void Add(double value)
    {
        lock (_gate)
        {
            _sum += value;
            _count++;
            for (int index = 0; index < bounds.Length; index++)
            {
                _buckets[index] += value <= bounds[index] ? 1 : 0;
            }
        }
    }

    /// <summary>Writes it as lines of the text format: one, or for a histogram one for each bucket and two more.</summary>
    public void Write(StringBuilder text, string name, string labels)
    {
        lock (_gate)
        {
            if (bounds.Length == 0)
            {
                text.Append(name).Append(Braced(labels)).Append(' ').Append(Shown(_sum)).Append('\n');
                return;
            }

            string comma = labels.Length == 0 ? "" : ",";
            foreach ((double bound, long count) in bounds.Zip(_buckets))
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{comma}le=\"{Shown(bound)}\"}} {count}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{comma}le=\"+Inf\"}} {_count}\n");
            text.Append(CultureInfo.InvariantCulture, $"{name}_sum{Braced(labels)} {Shown(_sum)}\n");
            text.Append(CultureInfo.InvariantCulture, $"{name}_count{Braced(labels)} {_count}\n");
        }
    }

    private static string Braced(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";

    private static string Shown(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
