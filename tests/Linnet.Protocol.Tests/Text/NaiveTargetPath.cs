// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Linnet.Protocol.Tests.Text;

/// <summary>
/// The rules of a target path written the slow and obvious way, as a second opinion on the fast one.
/// </summary>
internal static class NaiveTargetPath
{
    private const RegexOptions Plain = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The relative form, or null when the path is refused for whatever reason.</summary>
    public static string? Normalize(string path)
    {
        if (!Regex.IsMatch(path, @"\A(/([!""$&-.0->@-\[\]-~]|%[0-9A-Fa-f]{2})*)+\z", Plain))
        {
            return null;
        }

        var stack = new List<string>();
        string[] parts = path[1..].Split('/');
        for (int index = 0; index < parts.Length; index++)
        {
            bool last = index == parts.Length - 1;
            string? name = Decode(parts[index]);
            switch (name)
            {
                case null:
                case "" when !last:
                    return null;
                case ".." when stack.Count == 0:
                    return null;
                case "..":
                    stack.RemoveAt(stack.Count - 1);
                    break;
                case "." or "":
                    break;
                default:
                    stack.Add(last ? name : name + "/");
                    break;
            }
        }

        return string.Concat(stack);
    }

    private static string? Decode(string part)
    {
        try
        {
            byte[] bytes = [.. Regex.Matches(part, "%..|.", Plain).Select(match => match.Value.Length == 3
                ? Convert.ToByte(match.Value[1..], 16)
                : (byte)match.Value[0])];
            string name = Strict.GetString(bytes);
            return name.Any(character => char.IsControl(character) || character is '/' or '\\') ? null : name;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
