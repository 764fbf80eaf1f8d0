// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Linnet.Cli.Settings;

/// <summary>What <c>--print-config</c> does: every setting, its value, and where that comes from, as JSON.</summary>
internal static class SettingsPrinter
{
    /// <summary>Prints; passwords are hidden.</summary>
    public static void Print(SettingValues values, Stream output)
    {
        JsonWriterOptions options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter writer = new(output, options))
        {
            writer.WriteStartObject();
            foreach (Setting setting in values.Settings.Where(static setting => !setting.IsAboutSettings))
            {
                GivenValue given = values.Of(setting);
                writer.WriteStartObject(setting.Name);
                writer.WritePropertyName("value");
                WriteValue(writer, setting, given.Values);
                writer.WriteString("from", given.Place);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        output.Write("\n"u8);
        output.Flush();
    }

    private static void WriteValue(Utf8JsonWriter writer, Setting setting, IReadOnlyList<string> values)
    {
        if (setting.IsRepeatable)
        {
            writer.WriteStartArray();
            foreach (string value in values)
            {
                writer.WriteStringValue(setting.Hide?.Invoke(value) ?? value);
            }

            writer.WriteEndArray();
        }
        else if (values is not [string value])
        {
            writer.WriteNullValue();
        }
        else if (value is "true" or "false" && setting.Implied is not null)
        {
            writer.WriteBooleanValue(value == "true");
        }
        else if (setting.Form.IsNumber)
        {
            writer.WriteNumberValue(int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteStringValue(setting.Hide?.Invoke(value) ?? value);
        }
    }
}
