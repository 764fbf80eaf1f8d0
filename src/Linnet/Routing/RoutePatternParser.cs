// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

namespace Linnet.Routing;

/// <summary>
/// Reads templates, and refuses at once what could never match, or would not mean what its writer is used to from
/// elsewhere: each refusal says where and what to write instead.
/// </summary>
internal ref struct RoutePatternParser
{
    private const int MaxSegments = 64;

    private readonly string _text;
    private readonly List<RouteSegment> _segments = [];
    private readonly List<string> _parameters = [];

    private RoutePatternParser(string text) => _text = text;

    /// <summary>Reads a template.</summary>
    /// <param name="prefix">What has been read as the prefix of a group; may be empty.</param>
    /// <param name="pattern">The template within the group; empty for the group's prefix itself.</param>
    /// <exception cref="FormatException">The template is not valid.</exception>
    public static RoutePattern Parse(string prefix, string pattern)
    {
        RoutePatternParser parser = new(prefix + pattern);
        if (!pattern.StartsWith('/') && (prefix.Length == 0 || pattern.Length > 0))
        {
            throw parser.Error(prefix.Length, "it must begin with a slash", $"Write '/{pattern}'.");
        }

        return parser.Read();
    }

    /// <summary>Refuses what cannot be the prefix of templates.</summary>
    /// <exception cref="FormatException">It is not a prefix.</exception>
    public static void RequirePrefix(string prefix, string more)
    {
        if (more.Length == 0)
        {
            return;
        }

        RoutePattern pattern = Parse(prefix, more);
        RoutePatternParser parser = new(pattern.Text);
        if (more.EndsWith('/'))
        {
            throw parser.Error(
                pattern.Text.Length - 1, "a prefix has no slash at its end, for templates begin with one", "Leave it out.");
        }

        if (pattern.Segments[^1].Kind == RouteSegmentKind.CatchAll)
        {
            throw parser.Error(
                pattern.Text.LastIndexOf('{'), "nothing can follow a catch-all", "Map it as a route, not as a prefix.");
        }
    }

    private readonly RoutePattern Read()
    {
        int start = 1;
        while (start <= _text.Length)
        {
            int slash = _text.IndexOf('/', start);
            int end = slash < 0 ? _text.Length : slash;
            if (_segments.Count == MaxSegments)
            {
                throw Error(start, $"it has more than {MaxSegments} segments", "Shorten it.");
            }

            ReadSegment(start, end);
            start = end + 1;
        }

        return new RoutePattern(_text, [.. _segments], [.. _parameters]);
    }

    private readonly void ReadSegment(int start, int end)
    {
        if (start == end && end < _text.Length)
        {
            throw Error(start, "a segment is empty, and no request is matched that has such a one", "Write one slash.");
        }

        if (_segments is [.., { Kind: RouteSegmentKind.CatchAll }])
        {
            throw Error(start, "nothing can follow a catch-all, which takes all there is", "Put it at the end.");
        }

        int open = _text.AsSpan(start, end - start).IndexOf('{');
        if (open < 0)
        {
            CheckLiteral(start, end);
            CheckWhole(start, end);
            _segments.Add(new RouteSegment(_text[start..end]));
            return;
        }

        open += start;
        int length = _text.AsSpan(open, end - open).IndexOf('}');
        if (length < 0)
        {
            throw Error(open, "the brace is not closed within its segment", "Write {name}.");
        }

        int close = open + length;
        CheckLiteral(start, open);
        CheckLiteral(close + 1, end);
        ReadParameter(open, close, start, end);
    }

    private readonly void ReadParameter(int open, int close, int start, int end)
    {
        string inside = _text[(open + 1)..close];
        bool isCatchAll = inside.StartsWith('*');
        string[] parts = (isCatchAll ? inside[1..] : inside).Split(':');
        CheckParameter(open, inside, parts[0]);
        if (isCatchAll && (open > start || close + 1 < end || parts.Length > 1))
        {
            throw Error(open, "a catch-all has a segment for itself and no constraint", $"Write {{*{parts[0]}}}.");
        }

        _parameters.Add(parts[0]);
        _segments.Add(new RouteSegment(
            isCatchAll ? RouteSegmentKind.CatchAll : RouteSegmentKind.Parameter,
            _text[start..open],
            _text[(close + 1)..end],
            ReadConstraints(open, parts)));
    }

    private readonly RouteConstraint[] ReadConstraints(int open, string[] parts)
    {
        RouteConstraint[] constraints = new RouteConstraint[parts.Length - 1];
        for (int index = 0; index < constraints.Length; index++)
        {
            if (!RouteConstraint.TryParse(parts[index + 1], out constraints[index]))
            {
                throw Error(
                    open, $"'{parts[index + 1]}' is no constraint", $"There are {RouteConstraint.Known}.");
            }
        }

        return constraints;
    }

    private readonly void CheckParameter(int open, string inside, string name)
    {
        if (inside.EndsWith('?'))
        {
            throw Error(open, "a parameter cannot be optional", "Map a second template without it.");
        }

        if (inside.Contains('=', StringComparison.Ordinal))
        {
            throw Error(open, "a parameter has no default value", "Map a second template without it.");
        }

        if (inside.StartsWith("**", StringComparison.Ordinal))
        {
            throw Error(open, "a catch-all has one asterisk", $"Write {{{inside[1..]}}}.");
        }

        if (!IsName(name))
        {
            throw Error(
                open, "a parameter needs a name of ASCII letters, digits and underscores", "Write {name} or {name:int}.");
        }

        if (_parameters.Contains(name))
        {
            throw Error(open, $"'{name}' is there twice", "Give each parameter a name of its own.");
        }
    }

    private readonly void CheckLiteral(int start, int end)
    {
        for (int index = start; index < end; index++)
        {
            char character = _text[index];
            if (character is '{' or '}')
            {
                throw character == '{'
                    ? Error(index, "a segment has one parameter at most", "Read it as one and take it apart.")
                    : Error(index, "a brace is closed that was not opened", "Write {name}.");
            }

            if (character is '?' or '#')
            {
                throw Error(index, "the query is no part of a template", "Read it from the request.");
            }

            if (character == '\\' || char.IsControl(character))
            {
                throw Error(index, "a path has no backslash and no control character", "Leave it out.");
            }

            if (character == '%' && end - index > 2
                && char.IsAsciiHexDigit(_text[index + 1]) && char.IsAsciiHexDigit(_text[index + 2]))
            {
                throw Error(index, "templates are compared with decoded paths", "Write the character itself.");
            }
        }
    }

    /// <summary>Refuses literals that take no request, or that mean a parameter elsewhere.</summary>
    private readonly void CheckWhole(int start, int end)
    {
        ReadOnlySpan<char> literal = _text.AsSpan(start, end - start);
        if (literal is "." or "..")
        {
            throw Error(start, "dot segments are removed from paths before they are matched", "Leave it out.");
        }

        if (literal is "*" or "**")
        {
            throw Error(start, "an asterisk stands for itself", "Write {*path} for everything below.");
        }

        if (literal.StartsWith(':'))
        {
            throw Error(start, "parameters are written in braces", $"Write {{{literal[1..]}}}.");
        }
    }

    private static bool IsName(string text)
    {
        foreach (char character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '_')
            {
                return false;
            }
        }

        return text.Length > 0 && !char.IsAsciiDigit(text[0]);
    }

    private readonly FormatException Error(int index, string what, string remedy) =>
        new($"The template '{_text}' is not valid at character {index + 1}: {what}. {remedy}");
}
