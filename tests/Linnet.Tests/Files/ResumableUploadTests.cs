// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Linnet.Files;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>Uploads that go on where they were cut off: draft-ietf-httpbis-resumable-upload.</summary>
public sealed class ResumableUploadTests : IDisposable
{
    private const string Content = "0123456789";

    private readonly ScratchFolder _scratch = new();

    [Fact]
    public async Task An_upload_that_is_cut_at_any_byte_goes_on_from_there()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        for (int cut = 0; cut <= Content.Length; cut++)
        {
            string target = $"/{cut}.txt";
            string address = await BeginAndCutAsync(serving, target, cut);
            Assert.Equal(404, (await serving.SendAsync("GET", target)).Status);

            RawResponse state = await serving.SendAsync("HEAD", address);
            Assert.Equal(204, state.Status);
            Assert.Equal($"{cut}", state["Upload-Offset"]);
            Assert.Equal("?0", state["Upload-Complete"]);
            Assert.Equal("10", state["Upload-Length"]);
            Assert.Equal("no-store", state["Cache-Control"]);

            RawResponse done = await AppendAsync(serving, address, cut, Content[cut..], isComplete: true);
            Assert.Equal(201, done.Status);
            Assert.Equal("?1", done["Upload-Complete"]);
            Assert.Equal(target, done["Location"]);
            Assert.Equal(Content, serving.Read(target[1..]));
        }

        Assert.DoesNotContain(serving.Names(), name => name.Contains("upload", StringComparison.Ordinal));
        await Sockets.Eventually.TrueAsync(() => _scratch.OpenDescriptors() == 1);
    }

    [Fact]
    public async Task An_upload_in_one_request_is_offered_to_be_resumed_and_ends_as_any_other()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        List<RawResponse> responses = await serving.SendForAllAsync(UploadServing.Request(
            "PUT", "/a.txt", Content, "Upload-Complete: ?1\r\nUpload-Draft-Interop-Version: 6\r\n"));

        Assert.Equal([104, 201], responses.Select(response => response.Status));
        Assert.StartsWith("/a.txt?upload=", responses[0]["Location"], StringComparison.Ordinal);
        Assert.Equal("max-size=1073741824, max-append-size=30000000, max-age=86400", responses[0]["Upload-Limit"]);
        Assert.Equal("6", responses[0]["Upload-Draft-Interop-Version"]);
        Assert.Equal("/a.txt", responses[1]["Location"]);
        Assert.Equal(["a.txt"], serving.Names());

        // Who was cut off just before that learns that it is done.
        RawResponse state = await serving.SendAsync("HEAD", responses[0]["Location"]);
        Assert.Equal("?1", state["Upload-Complete"]);
        Assert.Equal("10", state["Upload-Offset"]);
        Assert.Equal("/a.txt", state["Location"]);
        Assert.Equal(410, (await AppendAsync(serving, responses[0]["Location"], 10, "", isComplete: true)).Status);
        Assert.Equal(400, (await AppendAsync(serving, responses[0]["Location"], 10, "x", isComplete: true)).Status);
        Assert.Equal(Content, serving.Read("a.txt"));
    }

    [Fact]
    public async Task An_upload_comes_in_pieces()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        RawResponse begun = await serving.SendAsync("POST", "/?name=../b.txt", "", "Upload-Complete: ?0\r\nUpload-Length: 10\r\n");
        Assert.Equal(201, begun.Status);
        Assert.Equal("0", begun["Upload-Offset"]);
        string address = begun["Location"];
        Assert.StartsWith("/b.txt?upload=", address, StringComparison.Ordinal);

        RawResponse piece = await AppendAsync(serving, address, 0, "01234", isComplete: false);
        Assert.Equal(204, piece.Status);
        Assert.Equal("5", piece["Upload-Offset"]);
        Assert.Equal("?0", piece["Upload-Complete"]);
        Assert.Equal(204, (await AppendAsync(serving, address, 5, "56789", isComplete: false)).Status);
        Assert.DoesNotContain("b.txt", serving.Names());
        Assert.Equal(201, (await AppendAsync(serving, address, 10, "", isComplete: true)).Status);
        Assert.Equal(Content, serving.Read("b.txt"));
        Assert.Equal(["b.txt"], serving.Names());
    }

    [Fact]
    public async Task An_upload_survives_a_restart()
    {
        string address;
        await using (UploadServing serving = await UploadServing.StartAsync(_scratch))
        {
            address = await BeginAndCutAsync(serving, "/a.txt", 4);
        }

        await using UploadServing again = await UploadServing.StartAsync(_scratch);
        Assert.Equal("4", (await again.SendAsync("HEAD", address))["Upload-Offset"]);
        Assert.Equal(201, (await AppendAsync(again, address, 4, Content[4..], isComplete: true)).Status);
        Assert.Equal(Content, again.Read("a.txt"));
    }

    [Fact]
    public async Task A_piece_at_the_wrong_byte_is_refused_and_told_the_right_one()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        string address = await BeginAndCutAsync(serving, "/a.txt", 4);
        foreach (int offset in (int[])[0, 3, 5, 10])
        {
            RawResponse refused = await AppendAsync(serving, address, offset, Content[offset..], isComplete: true);
            Assert.Equal(409, refused.Status);
            Assert.Equal("4", refused["Upload-Offset"]);
        }

        Assert.Equal(201, (await AppendAsync(serving, address, 4, Content[4..], isComplete: true)).Status);
    }

    [Fact]
    public async Task Two_do_not_write_to_one_upload_at_once()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        string address = await BeginAndCutAsync(serving, "/a.txt", 4);
        byte[] append = Append(address, 4, Content[4..], isComplete: true);
        using (CarriedStream first = await serving.ConnectAsync())
        {
            await first.Stream.WriteAsync(append.AsMemory(0, append.Length - 1));
            await Sockets.Eventually.TrueAsync(() => _scratch.OpenDescriptors() > 1);
            RawResponse[] others =
            [
                await serving.SendAsync("HEAD", address),
                await serving.SendAsync("DELETE", address),
                await serving.SendAsync(append),
            ];
            Assert.All(others, other => Assert.Equal(409, other.Status));
            Assert.All(others, other => Assert.Equal("1", other["Retry-After"]));
        }

        await Sockets.Eventually.TrueAsync(() => _scratch.OpenDescriptors() == 1);
        Assert.Equal("9", (await serving.SendAsync("HEAD", address))["Upload-Offset"]);
    }

    [Theory]
    [InlineData("Upload-Complete: ?1\r\nUpload-Length: 11\r\n")]
    [InlineData("Upload-Complete: ?1\r\nUpload-Length: 9\r\n")]
    public async Task A_length_that_is_not_the_contents_is_refused(string fields)
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        Assert.Equal(400, (await serving.SendAsync("PUT", "/a.txt", Content, fields)).Status);
        Assert.Empty(serving.Names());
    }

    [Theory]
    [InlineData("01234567890", true)]
    [InlineData("01234567890", false)]
    [InlineData("012345678", true)]
    public async Task An_upload_has_the_length_that_was_said(string content, bool isComplete)
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        RawResponse begun = await serving.SendAsync("PUT", "/a.txt", "", "Upload-Complete: ?0\r\nUpload-Length: 10\r\n");
        RawResponse refused = await AppendAsync(serving, begun["Location"], 0, content, isComplete);
        Assert.Equal(400, refused.Status);
        Assert.DoesNotContain("a.txt", serving.Names());
    }

    [Fact]
    public async Task What_is_cancelled_is_gone()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        string address = await BeginAndCutAsync(serving, "/a.txt", 4);
        Assert.Equal(204, (await serving.SendAsync("DELETE", address)).Status);
        Assert.Equal(404, (await serving.SendAsync("HEAD", address)).Status);
        Assert.Equal(404, (await serving.SendAsync("DELETE", address)).Status);
        Assert.Equal(404, (await AppendAsync(serving, address, 4, Content[4..], isComplete: true)).Status);
        Assert.Empty(serving.Names());
    }

    [Fact]
    public async Task An_address_is_of_one_path_and_cannot_be_made_up()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        string token = (await BeginAndCutAsync(serving, "/a.txt", 4)).Split('=')[1];
        string[] addresses =
        [
            $"/b.txt?upload={token}", "/a.txt?upload=", "/a.txt?upload=..", "/a.txt?upload=../../x", $"/a.txt?upload={token[1..]}",
            $"/a.txt?upload={token.ToUpperInvariant()}", $"/a.txt?upload={token}0", $"/a.txt?upload={token[..32]}t{token[33..]}",
            $"/a.txt?upload={token[..^1]}-",
        ];
        foreach (string address in addresses)
        {
            Assert.Equal(404, (await serving.SendAsync("HEAD", address)).Status);
            Assert.Equal(404, (await AppendAsync(serving, address, 4, Content[4..], isComplete: true)).Status);
        }
    }

    [Theory]
    [InlineData("Upload-Offset: 4\r\n", "application/partial-upload", 400)]
    [InlineData("Upload-Complete: ?1\r\n", "application/partial-upload", 400)]
    [InlineData("Upload-Offset: -4\r\nUpload-Complete: ?1\r\n", "application/partial-upload", 400)]
    [InlineData("Upload-Offset: 4\r\nUpload-Complete: 1\r\n", "application/partial-upload", 400)]
    [InlineData("Upload-Offset: 4\r\nUpload-Complete: ?1\r\n", "application/octet-stream", 415)]
    public async Task A_piece_says_where_it_belongs(string fields, string type, int status)
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        string address = await BeginAndCutAsync(serving, "/a.txt", 4);
        RawResponse refused = await serving.SendAsync("PATCH", address, "x", $"Content-Type: {type}\r\n{fields}");
        Assert.Equal(status, refused.Status);
        Assert.Equal(status == 415 ? ["application/partial-upload"] : [], refused.Headers["Accept-Patch"]);
    }

    [Fact]
    public async Task A_name_that_was_taken_meanwhile_stays_who_took_it()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        string address = await BeginAndCutAsync(serving, "/a.txt", 4);
        Assert.Equal(201, (await serving.SendAsync("PUT", "/a.txt", "quick")).Status);
        RawResponse late = await AppendAsync(serving, address, 4, Content[4..], isComplete: true);
        Assert.Equal(409, late.Status);
        Assert.Equal("?1", late["Upload-Complete"]);
        Assert.Equal("quick", serving.Read("a.txt"));
        Assert.Equal(["a.txt"], serving.Names());
    }

    [Fact]
    public async Task One_condition_holds_over_all_pieces_and_others_are_not_taken()
    {
        await using UploadServing serving = await UploadServing.StartAsync(
            _scratch, new() { WhenFileExists = ExistingFilePolicy.Replace });
        const string Piece = "Upload-Complete: ?0\r\nUpload-Length: 10\r\n";
        RawResponse begun = await serving.SendAsync("PUT", "/a.txt", "", Piece + "If-None-Match: *\r\n");
        Assert.Equal(201, (await serving.SendAsync("PUT", "/a.txt", "quick")).Status);
        Assert.Equal(412, (await AppendAsync(serving, begun["Location"], 0, Content, isComplete: true)).Status);
        Assert.Equal("quick", serving.Read("a.txt"));
        Assert.Equal(400, (await serving.SendAsync("PUT", "/a.txt", "", Piece + "If-Match: \"x\"\r\n")).Status);
    }

    [Fact]
    public async Task Nobody_comes_back_for_ever()
    {
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        await using UploadServing serving = await UploadServing.StartAsync(
            _scratch, new() { PartialLifetime = TimeSpan.FromHours(2) }, time: time);
        string address = await BeginAndCutAsync(serving, "/a.txt", 4);
        time.Advance(TimeSpan.FromMinutes(90));
        Assert.Equal(204, (await serving.SendAsync("HEAD", address)).Status);
        time.Advance(TimeSpan.FromMinutes(90));
        Assert.Equal(204, (await serving.SendAsync("HEAD", address)).Status);
        time.Advance(TimeSpan.FromMinutes(121));
        Assert.Equal(404, (await serving.SendAsync("HEAD", address)).Status);
        time.Advance(TimeSpan.FromHours(2));
        await Sockets.Eventually.TrueAsync(() => serving.Names() is []);
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(100, 19)]
    public async Task There_are_no_more_of_them_than_may_be(int count, long bytes)
    {
        await using UploadServing serving = await UploadServing.StartAsync(
            _scratch, new() { MaxPartialUploads = count, MaxPartialBytes = bytes });
        string address = await BeginAndCutAsync(serving, "/a.txt", 4);
        const string Piece = "Upload-Complete: ?0\r\nUpload-Length: 10\r\n";
        Assert.Equal(503, (await serving.SendAsync("PUT", "/b.txt", "", Piece)).Status);

        // In one request, it goes on without being offered more.
        List<RawResponse> whole = await serving.SendForAllAsync(UploadServing.Request("PUT", "/c.txt", Content, "Upload-Complete: ?1\r\n"));
        Assert.Equal([201], whole.Select(response => response.Status));
        Assert.Equal(204, (await serving.SendAsync("DELETE", address)).Status);
        Assert.Equal(201, (await serving.SendAsync("PUT", "/b.txt", "", Piece)).Status);
    }

    [Fact]
    public async Task Partial_uploads_can_be_switched_off()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch, new() { MaxPartialUploads = 0 });
        List<RawResponse> whole = await serving.SendForAllAsync(UploadServing.Request("PUT", "/c.txt", Content, "Upload-Complete: ?1\r\n"));
        Assert.Equal([201], whole.Select(response => response.Status));
        Assert.Equal(503, (await serving.SendAsync("PUT", "/d.txt", "", "Upload-Complete: ?0\r\n")).Status);
    }

    public void Dispose() => _scratch.Dispose();

    private static byte[] Append(string address, int offset, string content, bool isComplete) => UploadServing.Request(
        "PATCH",
        address,
        content,
        $"Content-Type: application/partial-upload\r\nUpload-Offset: {offset}\r\nUpload-Complete: {(isComplete ? "?1" : "?0")}\r\n");

    private static Task<RawResponse> AppendAsync(
        UploadServing serving, string address, int offset, string content, bool isComplete) =>
        serving.SendAsync(Append(address, offset, content, isComplete));

    /// <summary>Begins an upload, learns its address, and is cut off after so many bytes.</summary>
    private static async Task<string> BeginAndCutAsync(UploadServing serving, string target, int cut)
    {
        RawResponse begun = await serving.SendAsync("PUT", target, "", "Upload-Complete: ?0\r\nUpload-Length: 10\r\n");
        Assert.Equal(201, begun.Status);
        string address = begun["Location"];
        byte[] append = Append(address, 0, Content, isComplete: true);
        await serving.SendAndLeaveAsync(append.AsMemory(0, append.Length - Content.Length + Math.Min(cut, Content.Length - 1)));
        return cut < Content.Length ? address : await CompleteButForTheWordAsync(serving, address);
    }

    private static async Task<string> CompleteButForTheWordAsync(UploadServing serving, string address)
    {
        Assert.Equal(204, (await AppendAsync(serving, address, Content.Length - 1, Content[^1..], isComplete: false)).Status);
        return address;
    }
}
