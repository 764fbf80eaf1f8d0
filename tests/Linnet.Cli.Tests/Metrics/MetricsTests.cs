// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;

using Linnet.Cli.Metrics;
using Linnet.Cli.Tests.Serving;
using Xunit;

namespace Linnet.Cli.Tests.Metrics;

public sealed class MetricsTests
{
    [Fact]
    public void A_series_without_buckets_is_a_line()
    {
        MetricSeries series = new([]);
        series.Add(2);
        series.Add(-0.5);
        Assert.Equal("a{b=\"c\"} 1.5\n", Written(series, "b=\"c\""));
        Assert.Equal("a 1.5\n", Written(series, ""));
    }

    [Fact]
    public void A_histogram_counts_up_to_each_bound()
    {
        MetricSeries series = new([0.1, 1]);
        series.Add(0.05);
        series.Add(0.1);
        series.Add(0.5);
        series.Add(7);
        Assert.Equal(
            "a_bucket{b=\"c\",le=\"0.1\"} 2\na_bucket{b=\"c\",le=\"1\"} 3\na_bucket{b=\"c\",le=\"+Inf\"} 4\n"
            + "a_sum{b=\"c\"} 7.65\na_count{b=\"c\"} 4\n",
            Written(series, "b=\"c\""));
    }

    [Theory]
    [InlineData("/metrics", "--metrics")]
    [InlineData("/inside", "--metrics=/inside")]
    public async Task Prometheus_is_answered_at_a_path(string path, params string[] options)
    {
        using TemporaryFolder folder = new();
        await using CommandRun run = CommandRun.Start(["serve", folder.Path, "-p0", .. options]);
        using HttpClient client = new() { BaseAddress = await BannerReader.ReadUriAsync(run.ReadLineAsync) };
        using HttpResponseMessage first = await client.GetAsync(new Uri("/nothing", UriKind.Relative));

        string text = "";
        await Eventually.TrueAsync(() =>
            (text = client.GetStringAsync(new Uri(path, UriKind.Relative)).GetAwaiter().GetResult())
                .Contains("http_response_status_code=\"404\"", StringComparison.Ordinal));

        Assert.Contains("# TYPE http_server_request_duration_seconds histogram\n", text);
        Assert.Contains("\n# TYPE linnet_server_active_connections gauge\nlinnet_server_active_connections ", text);
        Assert.Contains("\nprocess_resident_memory_bytes ", text);
        Assert.DoesNotContain('\r', text);
        Assert.EndsWith("\n", text);
    }

    [Fact]
    public async Task Prometheus_is_answered_at_an_address_of_its_own()
    {
        using TemporaryFolder folder = new();
        await using CommandRun run = CommandRun.Start("serve", folder.Path, "-p0", "--metrics=127.0.0.1:0");
        string[] banner = [.. await BannerReader.ReadBannerAsync(run.ReadLineAsync)];
        Uri metrics = new(banner[2].Trim().Split(' ')[0]);
        Assert.EndsWith("/metrics shows metrics", banner[2], StringComparison.Ordinal);

        using HttpClient client = new();
        Assert.Contains("linnet_server_active_connections", await client.GetStringAsync(metrics));
        using HttpResponseMessage other = await client.GetAsync(new Uri(metrics, "/"));
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        using HttpResponseMessage served = await client.GetAsync(new Uri(new Uri(banner[1].Trim()), "/metrics"));
        Assert.Equal(HttpStatusCode.NotFound, served.StatusCode);
    }

    [Fact]
    public async Task Who_may_not_read_may_not_read_metrics_but_may_ask_for_health()
    {
        using TemporaryFolder folder = new();
        await using CommandRun run = CommandRun.Start("serve", folder.Path, "-p0", "--metrics", "--health", "--auth", "a:b");
        using HttpClient client = new() { BaseAddress = await BannerReader.ReadUriAsync(run.ReadLineAsync) };
        using HttpResponseMessage metrics = await client.GetAsync(new Uri("/metrics", UriKind.Relative));
        using HttpResponseMessage health = await client.GetAsync(new Uri("/health", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, metrics.StatusCode);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    private static string Written(MetricSeries series, string labels)
    {
        StringBuilder text = new();
        series.Write(text, "a", labels);
        return text.ToString();
    }
}
