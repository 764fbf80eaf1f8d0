// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using System.Threading.Tasks;

using Linnet.Exchanges;

namespace Linnet.RateLimiting;

/// <summary>
/// Lets a client ask only so often, and answers 429 beyond that (RFC 6585 §4), with Retry-After where the limiter knows. The
/// limiter is one of System.Threading.RateLimiting, and this owns it: what it has granted is given back when the handler ends.
/// </summary>
/// <param name="limiter">Decides, by exchange. One that queues lets requests wait as long as their clients do.</param>
public sealed class RateLimit(PartitionedRateLimiter<HttpExchange> limiter) : IHttpMiddleware, IDisposable
{
    private const int NetworkBytes = 8;

    private readonly PartitionedRateLimiter<HttpExchange> _limiter =
        limiter ?? throw new ArgumentNullException(nameof(limiter));

    /// <summary>Limits each client, as <see cref="KeyOfClient"/> tells them apart.</summary>
    /// <param name="requests">How many requests at once; what is used comes back evenly.</param>
    /// <param name="period">In what time all of them have come back.</param>
    public static RateLimit PerClient(int requests, TimeSpan period) => PerKey(KeyOfClient, requests, period);

    /// <summary>Limits by a key of your own, such as the name of a user.</summary>
    /// <param name="key">The key. Not anything that a client may choose freely: each costs memory for a while.</param>
    /// <param name="requests">How many requests at once; what is used comes back evenly.</param>
    /// <param name="period">In what time all of them have come back.</param>
    public static RateLimit PerKey(Func<HttpExchange, string> key, int requests, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(requests, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        TokenBucketRateLimiterOptions options = new()
        {
            TokenLimit = requests,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = period / requests,
            QueueLimit = 0,

            // The partitions are replenished together, by one timer.
            AutoReplenishment = false,
        };
        return new RateLimit(PartitionedRateLimiter.Create<HttpExchange, string>(
            exchange => RateLimitPartition.GetTokenBucketLimiter(key(exchange), _ => options),
            StringComparer.Ordinal));
    }

    /// <summary>
    /// Tells clients apart by their address, that of IPv6 by its first 64 bits: whoever has one of those has all that begin
    /// so (RFC 4291 §2.5.1). Those without an address, over a Unix socket, are one.
    /// </summary>
    public static string KeyOfClient(HttpExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        IPAddress? address = exchange.Request.ClientAddress;
        if (address is null)
        {
            return "";
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address.ToString();
    }

    /// <inheritdoc />
    public async ValueTask InvokeAsync(HttpExchange exchange, HttpHandler next)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(next);
        using RateLimitLease now = _limiter.AttemptAcquire(exchange);
        if (now.IsAcquired)
        {
            await next(exchange).ConfigureAwait(false);
            return;
        }

        // Waits where the limiter has a queue, and says at once that it has none.
        using RateLimitLease later = await _limiter.AcquireAsync(exchange, 1, exchange.Aborted).ConfigureAwait(false);
        if (!later.IsAcquired)
        {
            await RefuseAsync(exchange, later).ConfigureAwait(false);
            return;
        }

        await next(exchange).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => _limiter.Dispose();

    private static ValueTask RefuseAsync(HttpExchange exchange, RateLimitLease lease)
    {
        if (lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait))
        {
            // RFC 9110 §10.2.3: whole seconds, and asking at once would be too early.
            long seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
            exchange.Response.Headers["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return Results.Status(429).SendAsync(exchange);
    }
}
