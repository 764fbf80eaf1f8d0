// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>
/// Fills a folder with files of any name that Linux allows, many of which .NET can neither make nor remove: a shell can. What
/// is in a file is its name, in hexadecimal digits.
/// </summary>
internal static class OddFolder
{
    /// <summary>Names in many scripts, with every byte there may be, and with what steers parsers.</summary>
    public static IReadOnlyList<byte[]> Names { get; } =
    [
        .. ((string[])
        [
            "<script>alert(1)<script>", "\" onmouseover=\"alert(1)", "'quoted'", "a&b", "&lt;", "50%", "%2e%2e", "%00", "a?b=c",
            "a#b", " leading", "trailing ", "a+b", "javascript:alert(1)", "http:", "-dash", "--", "a;b", "[x]", "{x}", "`x`",
            "grün", "é", "e\u0301", "文件", "日本語.txt", "한국어", "עברית", "العربية", "हिन्दी", "ไทย", "Ελληνικά", "Кириллица",
            "🍏", "👩‍👩‍👧", "\u202Egpj.exe", "a\u200Bb", "\uFEFFbom", "\u0085next", "\u2028line", "x~1", "\"begins", "a\\b",
            "a\\..\\..\\up", "C:\\x", "new\nline", "\n", "ends\n", "tab\tbed", "cr\r\nlf", "\u001b[31mred", "a\"b\n\\",
            new string('n', 255), new string('\n', 255), string.Concat(Enumerable.Repeat("語", 85)),
        ]).Select(Encoding.UTF8.GetBytes),
        .. ((byte[][])
        [
            [0xFF], [0xC0, 0xAE], [(byte)'a', 0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80],
            Enumerable.Repeat((byte)0xFF, 255).ToArray(),
        ]),
        .. Enumerable.Range(1, 255).Where(value => value != '/').Select(value => new[] { (byte)'b', (byte)value, (byte)'b' }),
    ];

    /// <summary>Makes a file of each name.</summary>
    public static Task FillAsync(string folder) => RunAsync(folder, string.Concat(Names.Select(name =>
        $"x=$(printf '{Octal(name)}.'); printf %s {Convert.ToHexString(name)} > \"./${{x%.}}\"\n")));

    /// <summary>Makes a folder of a name, with a file in it.</summary>
    public static Task MakeFolderAsync(string folder, byte[] name) => RunAsync(
        folder, $"x=$(printf '{Octal(name)}.'); mkdir \"./${{x%.}}\" && printf inside > \"./${{x%.}}/file\"");

    /// <summary>Removes everything.</summary>
    public static Task EmptyAsync(string folder) => RunAsync(folder, "find . -mindepth 1 -delete");

    private static string Octal(byte[] name) =>
        string.Concat(name.Select(value => "\\" + Convert.ToString(value, 8).PadLeft(3, '0')));

    private static async Task RunAsync(string folder, string script)
    {
        ProcessStartInfo start = new("sh", ["-e"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            Environment = { ["LC_ALL"] = "C" },
        };
        using Process shell = Process.Start(start)!;
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, shell.ExitCode);
    }
}
