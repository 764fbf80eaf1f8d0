// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Linnet.Cli;

/// <summary>Makes options that are numbers within bounds, and say so when they are not.</summary>
internal static class NumberOption
{
    /// <summary>An option whose value is from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<int> Create(string name, string unit, string description, int usual, int least, int most)
    {
        return new Option<int>(name)
        {
            HelpName = unit,
            Description = description,
            DefaultValueFactory = _ => usual,
            CustomParser = result => Parse(result, name, least, most),
        };
    }

    private static int Parse(ArgumentResult result, string name, int least, int most)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number >= least && number <= most)
        {
            return number;
        }

        result.AddError(string.Create(
            CultureInfo.InvariantCulture, $"{name} is '{text}'; it must be a number from {least} to {most}."));
        return least;
    }
}
