// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Linnet.Cli.Settings;

/// <summary>
/// Takes the settings out of a JSON file: an object whose keys are the names of the options. Comments and a last comma are
/// allowed; paths are seen from the file's own folder.
/// </summary>
internal static class ConfigurationFile
{
    /// <summary>More than any configuration needs.</summary>
    private const int MaxBytes = 1024 * 1024;

    /// <summary>What the settings were told.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">The settings of this run.</param>
    /// <exception cref="FormatException">It is not such a file; the line names the file and the key.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyDictionary<Setting, GivenValue> Read(string path, IReadOnlyList<Setting> settings)
    {
        string shown = Visible.Escape(path);
        using JsonDocument document = Parse(path, shown);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"{shown} must be a JSON object, such as {{ \"port\": 8080 }}.");
        }

        Dictionary<Setting, GivenValue> given = [];
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            Setting setting = Find(property.Name, settings, shown);
            string place = $"\"{setting.Name}\" in {shown}";
            string[] values = [.. Values(setting, property.Value, place).Select(value => Seen(setting, value, folder))];
            if (!given.TryAdd(setting, new GivenValue(values, SettingSource.File, place)))
            {
                throw new FormatException($"{place} is there twice: keep one.");
            }
        }

        return given;
    }

    private static JsonDocument Parse(string path, string shown)
    {
        if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
        {
            throw new FormatException($"{shown} is longer than {ByteCount.Show(MaxBytes)}: that is no configuration.");
        }

        JsonDocumentOptions options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path), options);
        }
        catch (JsonException failure)
        {
            throw new FormatException(
                $"{shown} is not JSON: something is wrong in line {failure.LineNumber + 1}, at byte "
                + $"{failure.BytePositionInLine + 1}.",
                failure);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"There is no file '{shown}', which --config names.", failure);
        }
    }

    private static Setting Find(string key, IReadOnlyList<Setting> settings, string shown)
    {
        Setting? setting = settings.FirstOrDefault(each => each.Name == key && !each.IsAboutSettings);
        if (setting is not null)
        {
            return setting;
        }

        string written = $"\"{Visible.Escape(key)}\" in {shown} is no setting";
        Setting[] named = [.. settings.Where(each => !each.IsAboutSettings)];
        string? close = named.FirstOrDefault(each => each.OtherNames.Contains(key))?.Name
            ?? Closest.To(key, named.Select(each => each.Name));
        throw new FormatException(close is not null
            ? $"{written}; \"{close}\" is close."
            : $"{written}. The keys are the names of the options: see 'linnet serve --help'.");
    }

    private static IEnumerable<string> Values(Setting setting, JsonElement element, string place)
    {
        if (element.ValueKind == JsonValueKind.Array && setting.IsRepeatable)
        {
            return element.EnumerateArray().SelectMany(each => Values(setting, each, place));
        }

        return element.ValueKind switch
        {
            JsonValueKind.String => [element.GetString() ?? ""],
            JsonValueKind.Number => [element.GetRawText()],
            JsonValueKind.True => [setting.Implied ?? "true"],
            JsonValueKind.False => ["false"],
            JsonValueKind.Array => throw new FormatException($"{place} is a list; it takes one value."),
            JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined =>
                throw new FormatException($"{place} must be text, a number, true or false."),
        };
    }

    private static string Seen(Setting setting, string value, string folder) =>
        setting.Form.Path == PathKind.None || value.Length == 0 ? value : Path.Combine(folder, value);
}
