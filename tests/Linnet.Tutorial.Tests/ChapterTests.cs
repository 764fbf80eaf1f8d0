// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace Linnet.Tutorial.Tests;

/// <summary>
/// The chapter is true: its commands print what it shows, its quotes and links are right.
/// </summary>
public sealed class ChapterTests
{
    private static readonly Chapter Chapter = Chapter.Read();

    /// <summary>Gets the sections in which the reader does something.</summary>
    public static TheoryData<string> SectionsWithCommands =>
        [.. Chapter.Sections.Where(section => section.Blocks.Count > 0).Select(section => section.Title)];

    [Theory]
    [MemberData(nameof(SectionsWithCommands))]
    public async Task Every_command_of_the_section_prints_what_the_chapter_shows(string title)
    {
        ChapterSection section = Chapter.Sections.Single(section => section.Title == title);
        SkipWhereAReaderCouldNotFollow(section);

        await using var play = new Play();
        foreach (ConsoleBlock block in section.Blocks)
        {
            await play.PerformAsync(block);
        }

        await play.FinishAsync();
    }

    [Fact]
    public void The_reader_of_every_numbered_section_but_the_first_does_something()
    {
        string[] numbered =
            [.. Chapter.Sections.Select(section => section.Title).Where(title => char.IsDigit(title[0]))];
        Assert.Equal(numbered[1..], SectionsWithCommands.Select(row => row.Data));
    }

    [Fact]
    public void Every_quote_is_in_a_lesson_word_for_word()
    {
        string[] lessons = [.. Repository.LessonFiles().Select(File.ReadAllText)];
        Assert.NotEmpty(Chapter.Quotes);
        Assert.All(Chapter.Quotes, quote => Assert.Contains(lessons, lesson => lesson.Contains(quote)));
    }

    [Fact]
    public void Every_link_into_the_repository_leads_somewhere()
    {
        string[] targets = [.. Chapter.Links().Where(target => !target.StartsWith("https://"))];
        Assert.NotEmpty(targets);
        Assert.All(targets, target => Assert.True(
            Path.Exists(Path.Combine(Repository.TutorialFolder, target)), $"{target} does not exist"));
    }

    [Fact]
    public void Every_lesson_is_run_in_the_chapter()
    {
        string[] commands =
            [.. Chapter.Sections.SelectMany(section => section.Blocks).Select(block => block.Command ?? "")];
        Assert.All(Repository.LessonFiles(), file => Assert.Contains(
            commands, command => command.StartsWith($"dotnet run tutorial/{Path.GetFileName(file)}")));
    }

    [Fact]
    public void The_numbers_the_chapter_gives_for_Linnet_are_its_defaults()
    {
        Assert.Equal(512, new HttpServerOptions().Backlog);
        Assert.Contains("Linnet asks for 512.", Chapter.Text);
        Assert.Equal(TimeSpan.FromSeconds(10), new Limits().FirstByteTimeout);
        Assert.Contains("after ten seconds", Chapter.Text);
    }

    private static void SkipWhereAReaderCouldNotFollow(ChapterSection section)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The chapter shows what a Unix terminal prints.");
        string[] commands = [.. section.Blocks.Select(block => block.Command ?? "")];
        bool needsCurl = commands.Any(command => command.Contains("curl "));
        Assert.SkipWhen(needsCurl && !IsInstalled("curl"), "No curl here.");
        Assert.SkipWhen(section.Title.Contains("IPv6") && !HasIPv6Loopback(), "No IPv6 here.");
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static bool HasIPv6Loopback()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
