// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Globalization;
using System.Text;

namespace Linnet.Cli.Welcome;

/// <summary>The anatomy of a request as plain text, for curl and other visitors without a browser.</summary>
internal static class AnatomyText
{
    public static string Render(Anatomy anatomy)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Headline(anatomy)}\n\n");
        Line(text, "network", Layer(anatomy.Network));
        Line(text, "transport", Layer(anatomy.Transport));
        Line(text, "application", $"{anatomy.Version}  {anatomy.Length} bytes");
        text.Append('\n');

        foreach (HeadLine line in anatomy.Lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{line.Offset,8}  {Shown(line)}\u240D\u240A\n");
        }

        text.Append('\n');
        AppendParts(text, anatomy);
        text.Append("\n  Serve a folder of yours:  linnet serve ~/site\n");
        return text.ToString();
    }

    private static void AppendParts(StringBuilder text, Anatomy anatomy)
    {
        Line(text, "method", anatomy.Method);
        Line(text, "path", anatomy.Path);

        if (anatomy.IsPathEncoded)
        {
            Line(text, "decoded", anatomy.DecodedPath);
        }

        foreach ((string name, string value) in anatomy.Query)
        {
            Line(text, "query", $"{name} = {value}");
        }

        Line(text, "version", anatomy.Version);

        foreach ((string name, string value) in anatomy.Fields)
        {
            Line(text, "field", $"{name}: {value}");
        }

        Line(text, "answer", anatomy.Reason);
    }

    private static string Headline(Anatomy anatomy) => anatomy.Status == 200
        ? $"Linnet {Product.Version} is listening. Your request, layer by layer:"
        : $"{anatomy.Reason}. Your request arrived all the same, layer by layer:";

    private static string Layer(Layer layer) => $"{layer.Name}  {layer.Visitor} \u2192 {layer.Server}";

    private static string Shown(HeadLine line) => line.IsCredential
        ? line.Text[..(line.NameLength + 1)] + HeadLine.Cover(line.Text[(line.NameLength + 1)..])
        : Visible.EscapeBytes(line.Text);

    private static void Line(StringBuilder text, string name, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"  {name,-12}{Visible.Escape(value)}\n");
}
