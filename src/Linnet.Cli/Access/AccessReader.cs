// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;

using Linnet.Cli.Settings;
using Linnet.Sockets;

namespace Linnet.Cli.Access;

/// <summary>Reads who may do what from the settings.</summary>
internal static class AccessReader
{
    /// <summary>The rules, of the command line and of the file; none when everybody may read.</summary>
    /// <param name="values">The settings.</param>
    /// <param name="addresses">Where the server listens.</param>
    /// <exception cref="FormatException">A rule is none, or passwords would go over a network in plain sight.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AccessControl? Read(SettingValues values, IReadOnlyList<string> addresses)
    {
        List<AccessRule> rules = [.. values.All(FileSettings.Auth).Select(AccessRule.Parse)];
        if (values.ExistingFile(FileSettings.AuthFile) is { } file)
        {
            rules.AddRange(ReadFile(file));
        }

        if (rules.Count == 0)
        {
            return values.IsTold(FileSettings.AuthFile)
                ? throw new FormatException(
                    $"{values.Of(FileSettings.AuthFile).Place} names a file without a rule: then nobody may read.")
                : null;
        }

        if (!values.IsOn(FileSettings.InsecureAuth)
            && rules.Exists(static rule => rule.User.Length > 0)
            && addresses.FirstOrDefault(IsInPlainSight) is { } address)
        {
            throw new FormatException(
                $"Passwords would go to {address} in plain sight: add --tls, listen on loopback only, or allow it with --insecure-auth.");
        }

        // An archive holds all that is below a folder, and knows nothing of rules.
        if (values.IsOn(FileSettings.Zip)
            && rules.Exists(outer => rules.Exists(inner => inner.Path.Length > outer.Path.Length && outer.Covers(inner.Path))))
        {
            throw new FormatException(
                $"{values.Of(FileSettings.Zip).Place} would send what a rule for a folder inside another closes: leave one of them out.");
        }

        return new AccessControl(rules);
    }

    private static IEnumerable<AccessRule> ReadFile(string file)
    {
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            string rule = line.Trim();
            if (rule.Length > 0 && !rule.StartsWith('#'))
            {
                yield return ParseLine(rule, file, number);
            }
        }
    }

    private static AccessRule ParseLine(string rule, string file, int number)
    {
        try
        {
            return AccessRule.Parse(rule);
        }
        catch (FormatException failure)
        {
            throw new FormatException($"{Visible.Escape(file)}, line {number}: {failure.Message}", failure);
        }
    }

    private static bool IsInPlainSight(string text)
    {
        var address = EndpointAddress.Parse(text, EndpointScheme.Http);
        bool isLoopback = address.IsUnix
            || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host, out IPAddress? host) && IPAddress.IsLoopback(host));
        return !isLoopback && address.Scheme != EndpointScheme.Https;
    }
}
