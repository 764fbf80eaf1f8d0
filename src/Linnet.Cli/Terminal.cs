// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Spectre.Console;

namespace Linnet.Cli;

/// <summary>
/// Where a command reads and writes: the process's own three streams, or a test's. Text goes through
/// <see cref="Output"/> and the consoles, bytes through the streams; a command uses one or the other.
/// </summary>
internal sealed class Terminal
{
    /// <summary>Lines are broken by whoever shows them, never by us: a message cut in two could not be compared.</summary>
    private const int Unbroken = 1_000_000;

    /// <summary>Over three streams, which stay the caller's.</summary>
    /// <param name="input">Bytes to read.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where complaints go.</param>
    /// <param name="outputAnsi">Whether results may have colour.</param>
    /// <param name="errorAnsi">Whether complaints may have colour.</param>
    /// <param name="hasColours">False where the user wants none.</param>
    public Terminal(
        Stream input, Stream output, Stream error, AnsiSupport outputAnsi, AnsiSupport errorAnsi, bool hasColours = true)
    {
        InputStream = input;
        OutputStream = output;
        Output = Writer(output);
        Error = Writer(error);
        Console = CreateConsole(Output, outputAnsi, hasColours);
        ErrorConsole = CreateConsole(Error, errorAnsi, hasColours);
    }

    /// <summary>Bytes that come in.</summary>
    public Stream InputStream { get; }

    /// <summary>Bytes that go out.</summary>
    public Stream OutputStream { get; }

    /// <summary>Text that goes out, without colour.</summary>
    public TextWriter Output { get; }

    /// <summary>Complaints, without colour.</summary>
    public TextWriter Error { get; }

    /// <summary>Text that goes out, with colour where that is wanted.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Complaints, with colour where that is wanted.</summary>
    public IAnsiConsole ErrorConsole { get; }

    /// <summary>True when a person looks at what goes out, while it does.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>True when a line that was shown can be taken back.</summary>
    public bool CanRewrite => IsInteractive && Console.Profile.Capabilities.Ansi;

    /// <summary>How many letters a line of the terminal has.</summary>
    public Func<int> Width { get; init; } = static () => 80;

    /// <summary>Asks a person for what nobody else shall see; null where the input is no terminal.</summary>
    public Func<string, string?>? ReadSecret { get; init; }

    /// <summary>The environment variables; none unless set.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The streams of this process; colour only where a person looks and has not set NO_COLOR.</summary>
    public static Terminal OfThisProcess()
    {
        if (OperatingSystem.IsWindows() && !System.Console.IsOutputRedirected)
        {
            System.Console.OutputEncoding = Encoding.UTF8;
        }

        return new Terminal(
            System.Console.OpenStandardInput(),
            System.Console.OpenStandardOutput(),
            System.Console.OpenStandardError(),
            Ansi(System.Console.IsOutputRedirected),
            Ansi(System.Console.IsErrorRedirected),
            // no-color.org: set to anything but the empty string.
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")))
        {
            IsInteractive = !System.Console.IsOutputRedirected,
            ReadSecret = System.Console.IsInputRedirected ? null : ReadUnseen,
            Width = static () => System.Console.WindowWidth,
            Variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
                static variable => $"{variable.Key}", static variable => $"{variable.Value}", StringComparer.Ordinal),
        };
    }

    /// <summary>Says in one line what went wrong, where, and what to try.</summary>
    public void WriteError(string message)
    {
        ErrorConsole.MarkupLineInterpolated($"[red]linnet:[/] {message}");
    }

    private static string ReadUnseen(string prompt)
    {
        System.Console.Error.Write(prompt);
        StringBuilder text = new();
        while (System.Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key != ConsoleKey.Backspace)
            {
                text.Append(key.KeyChar);
            }
            else if (text.Length > 0)
            {
                text.Length--;
            }
        }

        System.Console.Error.WriteLine();
        return text.ToString();
    }

    private static AnsiSupport Ansi(bool isRedirected) => isRedirected ? AnsiSupport.No : AnsiSupport.Detect;

    private static StreamWriter Writer(Stream stream)
    {
        return new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
        {
            AutoFlush = true,
        };
    }

    private static IAnsiConsole CreateConsole(TextWriter writer, AnsiSupport ansi, bool hasColours)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi,
            ColorSystem = ansi == AnsiSupport.No || !hasColours ? ColorSystemSupport.NoColors : ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Unbroken;
        return console;
    }
}
