// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

namespace Linnet.Tests.Routing;

/// <summary>
/// The rules of docs/routing.md written down the slow way: every template is held against the whole path, and of those that
/// take it the one that is narrowest in the first segment where they differ answers.
/// </summary>
internal static class NaiveRoutes
{
    /// <summary>The template that answers; null when none does.</summary>
    public static string? Find(IEnumerable<string> templates, string path) => templates
        .Where(template => Takes(template[1..].Split('/'), path[1..].Split('/')))
        .MinBy(template => string.Concat(template[1..].Split('/').Select(Breadth)), StringComparer.Ordinal);

    private static bool Takes(string[] template, string[] path)
    {
        for (int index = 0; index < template.Length; index++)
        {
            if (template[index].StartsWith("{*", StringComparison.Ordinal))
            {
                return index < path.Length;
            }

            if (index == path.Length || !Takes(template[index], path[index]))
            {
                return false;
            }
        }

        return template.Length == path.Length;
    }

    private static bool Takes(string template, string segment) => Breadth(template) switch
    {
        '0' => template == segment,
        '1' => segment.Length > 1 && segment[0] == 'a',
        '2' => segment is "1" or "11",
        _ => segment.Length > 0,
    };

    private static char Breadth(string template) => template switch
    {
        ['{', '*', ..] => '4',
        ['a', '{', ..] => '1',
        ['{', .., ':', 'i', 'n', 't', '}'] => '2',
        ['{', ..] => '3',
        _ => '0',
    };
}
