// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Text;

namespace Linnet.Cli.Welcome;

/// <summary>
/// Text with places called <c>{{name}}</c>. It is gone through once, so that a value which looks like a place stays text.
/// </summary>
internal static class Template
{
    public static string Fill(string template, IReadOnlyDictionary<string, string> values)
    {
        StringBuilder filled = new(template.Length * 2);
        int position = 0;

        while (template.IndexOf("{{", position, StringComparison.Ordinal) is int open and >= 0)
        {
            int close = template.IndexOf("}}", open, StringComparison.Ordinal);
            filled.Append(template, position, open - position).Append(values[template[(open + 2)..close]]);
            position = close + 2;
        }

        return filled.Append(template, position, template.Length - position).ToString();
    }
}
