// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Claims;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Middleware;

namespace Linnet.Cli.Access;

/// <summary>
/// Lets pass who may, asks who may not for a name and a password, and refuses who has given one that may not either. What no rule
/// allows is closed.
/// </summary>
/// <remarks>
/// A user may do what the longest of his own rules that covers the path says. Everybody may do what a rule for everybody says, unless a
/// longer rule of anybody covers the path: what is shared does not open what was closed in it.
/// </remarks>
internal sealed class AccessControl
{
    private readonly AccessRule[] _rules;
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly Account? _nobody;
    private readonly BasicAuthentication _authentication;

    /// <summary>Keeps these rules.</summary>
    /// <exception cref="FormatException">A user has two passwords.</exception>
    public AccessControl(IReadOnlyList<AccessRule> rules)
    {
        _rules = [.. rules.OrderByDescending(static rule => rule.Path.Length)];
        foreach (IGrouping<string, AccessRule> own in rules.Where(static rule => rule.User.Length > 0).GroupBy(static rule => rule.User))
        {
            string[] passwords = [.. own.Select(static rule => rule.Password).Distinct()];
            _accounts.Add(own.Key, passwords is [string password]
                ? new Account(password)
                : throw new FormatException($"The user '{Visible.Escape(own.Key)}' has two passwords: give each rule the same."));
        }

        // Whether there is such a user must not be told by the time it takes.
        _nobody = rules.Any(static rule => rule.IsHashed) ? new Account(PasswordHash.Of(Guid.NewGuid().ToString()).ToString()) : null;
        _authentication = new BasicAuthentication { Realm = "linnet", Check = CheckAsync, Allows = Allows };
    }

    /// <summary>Lets one request pass, or not.</summary>
    public ValueTask InvokeAsync(HttpExchange exchange, HttpHandler next)
    {
        if (ReadPath(exchange.Request.Path) is not { } path)
        {
            // What one takes for a path of one folder may be another's to the next.
            return Results.Status(400).SendAsync(exchange);
        }

        return MayEverybody(path, IsWrite(exchange.Request.Method))
            ? next(exchange)
            : _authentication.InvokeAsync(exchange, next);
    }

    /// <summary>The path as text, decoded once; null when it can be read in two ways.</summary>
    internal static string? ReadPath(string sent)
    {
        bool hasCodedSlash = sent.Contains("%2f", StringComparison.OrdinalIgnoreCase)
            || sent.Contains("%5c", StringComparison.OrdinalIgnoreCase);
        string path = Uri.UnescapeDataString(sent);
        bool isPlain = path.StartsWith('/') && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl);
        bool hasOddSegment = path.Contains("//", StringComparison.Ordinal) || path.Split('/').Any(static part => part is "." or "..");
        return isPlain && !hasCodedSlash && !hasOddSegment ? path.TrimEnd('/') : null;
    }

    /// <summary>Whether everybody may.</summary>
    internal bool MayEverybody(string path, bool isWrite)
    {
        AccessRule[] covering = [.. _rules.Where(rule => rule.Covers(path))];
        return covering.Any(rule => rule.User.Length == 0 && rule.Path.Length == covering[0].Path.Length && (rule.MayWrite || !isWrite));
    }

    /// <summary>Whether a user may, whose password was right.</summary>
    internal bool May(string user, string path, bool isWrite) =>
        _rules.FirstOrDefault(rule => rule.User == user && rule.Covers(path)) is { } own && (own.MayWrite || !isWrite);

    private async ValueTask<ClaimsPrincipal?> CheckAsync(HttpExchange exchange, string name, string password)
    {
        bool isKnown = _accounts.TryGetValue(name, out Account? account);
        account ??= _nobody;
        bool isRight = account is not null && await account.MatchesAsync(password, exchange.Aborted);
        return isRight && isKnown ? new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "Basic")) : null;
    }

    private bool Allows(HttpExchange exchange, ClaimsPrincipal user) =>
        ReadPath(exchange.Request.Path) is { } path && May(user.Identity?.Name ?? "", path, IsWrite(exchange.Request.Method));

    private static bool IsWrite(string method) => method is not ("GET" or "HEAD" or "OPTIONS");
}
