// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;

namespace Linnet.Cli.Settings;

/// <summary>
/// Takes the settings out of a command line: <c>--name value</c>, <c>--name=value</c>, <c>-n value</c>, <c>-nvalue</c>, and
/// switches in one word, <c>-qo</c>. What is left are words and what belongs to no setting.
/// </summary>
/// <remarks>
/// A value that may be left out is only ever written behind an equals sign: in <c>--spa site</c>, <c>site</c> is the folder.
/// </remarks>
internal sealed class CommandLineReader
{
    private readonly Dictionary<Setting, List<string>> _given = [];
    private readonly List<string> _rest = [];
    private readonly IReadOnlyList<Setting> _settings;
    private readonly string _verb;
    private readonly Queue<string> _words;

    /// <summary>Reads the words behind a verb.</summary>
    /// <exception cref="FormatException">An option is not known, or has no value.</exception>
    public CommandLineReader(IReadOnlyList<Setting> settings, string verb, IEnumerable<string> words)
    {
        _settings = settings;
        _verb = verb;
        _words = new Queue<string>(words);
        while (_words.TryDequeue(out string? word))
        {
            Read(word);
        }
    }

    /// <summary>What the settings were told.</summary>
    public IReadOnlyDictionary<Setting, GivenValue> Given => _given.ToDictionary(
        each => each.Key,
        each => new GivenValue(each.Value, SettingSource.CommandLine, each.Key.Option));

    /// <summary>What is asked for in place of running: <c>--help</c> or <c>--version</c>; null for nothing.</summary>
    public string? Asked { get; private set; }

    /// <summary>What is left.</summary>
    public IReadOnlyList<string> Rest => _rest;

    private void Read(string word)
    {
        if (word == "--")
        {
            _rest.AddRange(_words);
            _words.Clear();
        }
        else if (word is "--help" or "-h" or "-?" or "--version")
        {
            Asked ??= word;
        }
        else if (word.Length < 2 || word[0] != '-')
        {
            _rest.Add(word);
        }
        else if (word.StartsWith("--", StringComparison.Ordinal))
        {
            ReadLong(word);
        }
        else
        {
            ReadShort(word);
        }
    }

    private void ReadLong(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? word[2..] : word[2..equals];
        Setting setting = _settings.FirstOrDefault(each => each.Name == name && !each.IsArgument)
            ?? throw new FormatException(Unknown(name, equals < 0 ? word : word[..equals]));
        Add(setting, equals < 0 ? setting.Implied ?? Next(setting) : word[(equals + 1)..]);
    }

    private void ReadShort(string word)
    {
        for (int position = 1; position < word.Length; position++)
        {
            string letter = word[position..(position + 1)];
            Setting setting = _settings.FirstOrDefault(each => each.ShortName == letter)
                ?? throw new FormatException(Unknown(word[1..], word));
            string behind = word[(position + 1)..];
            if (setting.Implied is { } implied && !behind.StartsWith('='))
            {
                Add(setting, implied);
                continue;
            }

            Add(setting, behind.Length == 0 ? Next(setting) : behind.StartsWith('=') ? behind[1..] : behind);
            return;
        }
    }

    private string Next(Setting setting) => _words.TryDequeue(out string? value)
        ? value
        : throw new FormatException($"{setting.Option} needs a value: {setting.Option} {setting.ValueName}.");

    private void Add(Setting setting, string value)
    {
        if (!_given.TryGetValue(setting, out List<string>? values))
        {
            _given.Add(setting, values = []);
        }

        values.Add(value);
    }

    private string Unknown(string name, string word)
    {
        string shown = Visible.Escape(word);
        return _settings.FirstOrDefault(each => each.OtherNames.Contains(name)) is { } here
            ? $"'{shown}' is not an option of {_verb}; here it is called {here.Option}."
            : Closest.To(name, _settings.Where(each => !each.IsArgument).Select(each => each.Name)) is { } close
                ? $"'{shown}' is not an option of {_verb}; --{close} is close."
                : $"'{shown}' is not an option of {_verb}. Try '{_verb} --help'.";
    }
}
