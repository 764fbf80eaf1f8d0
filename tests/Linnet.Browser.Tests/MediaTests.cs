// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Linnet.Files;
using Xunit;

namespace Linnet.Browser.Tests;

/// <summary>Media that a browser plays by parts.</summary>
public sealed class MediaTests(Chromium chromium)
{
    private const int Seconds = 600;
    private const int BytesPerSecond = 44_100 * 2;

    [Fact]
    public async Task A_player_jumps_ahead_without_the_rest()
    {
        await using ServedFolder served = await ServedFolder.StartAsync(new FileHandlerOptions());
        await WriteSilenceAsync(Path.Combine(served.Folder, "silence.wav"));
        served.Write(
            "index.html",
            "<!DOCTYPE html><title>Player</title><link rel=icon href=data:,><video src=silence.wav preload=metadata></video>");
        await using BrowserWindow window = await chromium.OpenAsync();
        await window.Page.GotoAsync(served.Address);

        double reached = await window.Page.EvaluateAsync<double>(
            """
            async () => {
              const video = document.querySelector("video");
              if (video.readyState < 1) await new Promise(done => video.addEventListener("loadedmetadata", done));
              video.currentTime = 500;
              await new Promise(done => video.addEventListener("seeked", done));
              return video.duration * 1000 + video.currentTime;
            }
            """).WaitAsync(System.TimeSpan.FromSeconds(30));

        Assert.Equal((Seconds * 1000) + 500, reached, tolerance: 1);
        Assert.Contains(served.Ranges, range => long.Parse(new string([.. range.Where(char.IsDigit)])) > 300L * BytesPerSecond);
        window.ExpectNoComplaints();
    }

    /// <summary>A header, and nothing behind it but room.</summary>
    private static async Task WriteSilenceAsync(string path)
    {
        const int length = Seconds * BytesPerSecond;
        await using FileStream file = File.Create(path);
        await using (BinaryWriter writer = new(file, Encoding.ASCII, leaveOpen: true))
        {
            writer.Write("RIFF"u8);
            writer.Write(36 + length);
            writer.Write("WAVEfmt "u8);
            writer.Write(16);
            writer.Write((short)1);
            writer.Write((short)1);
            writer.Write(44_100);
            writer.Write(BytesPerSecond);
            writer.Write((short)2);
            writer.Write((short)16);
            writer.Write("data"u8);
            writer.Write(length);
        }

        file.SetLength(44 + length);
    }
}
