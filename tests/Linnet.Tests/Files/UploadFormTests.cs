// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

/// <summary>What forms of pages without a script store.</summary>
public sealed class UploadFormTests : IDisposable
{
    private const string Page = "Accept: text/html,application/xhtml+xml\r\n";

    private readonly ScratchFolder _scratch = new();

    [Fact]
    [Rfc("9110", "15.4.4")]
    public async Task A_page_is_sent_back_to_the_folder()
    {
        Directory.CreateDirectory(Path.Combine(_scratch.Site, "a b"));
        await using UploadServing serving = await UploadServing.StartAsync(_scratch, files: new() { Prefix = "/files" });
        string form = UploadServing.Form(("f", "one.txt", "1"), ("f", "two.txt", "22"));

        RawResponse folder = await serving.PostFormAsync("/files/a%20b/", form, Page);
        Assert.Equal(303, folder.Status);
        Assert.Equal("/files/a%20b/", folder["Location"]);
        Assert.Equal("/files/", (await serving.PostFormAsync("/files/", form, Page))["Location"]);
        Assert.Equal(["a b", "a b/one.txt", "a b/two.txt", "one.txt", "two.txt"], serving.Names());
        Assert.Equal("22", serving.Read("a b/two.txt"));
    }

    [Fact]
    public async Task Programs_are_told_what_has_become_of_each_file()
    {
        _scratch.Write("site/old.txt", "old");
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        string form = UploadServing.Form(("f", "new.txt", "1"), ("f", "old.txt", "2"), ("f", "a.bak", "3"));

        RawResponse json = await serving.PostFormAsync("/", form, "Accept: application/json\r\n");
        Assert.Equal(409, json.Status);
        Assert.Equal("application/json", json["Content-Type"]);
        Assert.Equal(
            """
            {"files":[{"name":"new.txt","status":201,"location":"/new.txt"},
            {"name":"old.txt","status":409,"error":"There is a file of this name."},
            {"name":"a.bak","status":403,"error":"Files of this name are not kept here."}]}
            """.ReplaceLineEndings(""),
            json.Text);
        Assert.Equal(["new.txt", "old.txt"], serving.Names());
        Assert.Equal("old", serving.Read("old.txt"));

        RawResponse text = await serving.PostFormAsync("/", UploadServing.Form(("f", "x y.txt", "1")));
        Assert.Equal(201, text.Status);
        Assert.Equal("x y.txt: /x%20y.txt\n", text.Text);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..\\..\\boot.ini", "boot.ini")]
    [InlineData("/abs/a.txt", "a.txt")]
    [InlineData("C:\\x\\a.txt", "a.txt")]
    [InlineData(".htaccess", "_htaccess")]
    [InlineData("..", "file")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("a:b|c?.txt", "a_b_c_.txt")]
    [InlineData("a\u202egpj.exe", "a_gpj.exe")]
    [InlineData("naïve-文件.txt", "naïve-文件.txt")]
    [InlineData("a%22b.txt", "a_b.txt")]
    [InlineData("dots...", "dots")]
    public async Task A_name_of_a_form_is_made_harmless(string sent, string stored)
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        string name = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(sent));
        RawResponse response = await serving.PostFormAsync("/", UploadServing.Form(("f", name, "x")));
        Assert.Equal(201, response.Status);
        Assert.Equal([stored], serving.Names());
    }

    [Fact]
    public async Task A_field_in_which_no_file_was_chosen_is_none()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        Assert.Equal(400, (await serving.PostFormAsync("/", UploadServing.Form(("f", "", "")))).Status);
        Assert.Equal(201, (await serving.PostFormAsync("/", UploadServing.Form(("f", "", ""), ("g", "a", "x")))).Status);
        Assert.Equal(["a"], serving.Names());
    }

    [Fact]
    public async Task Names_that_are_taken_are_numbered_when_that_is_wanted()
    {
        await using UploadServing serving = await UploadServing.StartAsync(
            _scratch, new() { WhenFileExists = ExistingFilePolicy.Number });
        string form = UploadServing.Form(("f", "a.tar.gz", "1"), ("f", "a.tar.gz", "2"), ("f", "b", "3"), ("f", "b", "4"));
        Assert.Equal(303, (await serving.PostFormAsync("/", form, Page)).Status);
        Assert.Equal(["a.tar (2).gz", "a.tar.gz", "b", "b (2)"], serving.Names());

        RawResponse named = await serving.SendAsync("POST", "/?name=b", "5");
        Assert.Equal(201, named.Status);
        Assert.Equal("/b%20(3)", named["Location"]);
        Assert.Equal("5", serving.Read("b (3)"));

        string longest = new string('文', 83) + ".txt";
        string sent = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(longest));
        Assert.Equal(201, (await serving.PostFormAsync("/", UploadServing.Form(("f", sent, "1"), ("f", sent, "2")))).Status);
        Assert.True(File.Exists(Path.Combine(_scratch.Site, new string('文', 82) + " (2).txt")));
    }

    [Fact]
    public async Task Files_are_replaced_when_that_is_wanted()
    {
        _scratch.Write("site/a.txt", "old");
        Directory.CreateDirectory(Path.Combine(_scratch.Site, "b"));
        await using UploadServing serving = await UploadServing.StartAsync(
            _scratch, new() { WhenFileExists = ExistingFilePolicy.Replace });
        Assert.Equal(303, (await serving.PostFormAsync("/", UploadServing.Form(("f", "a.txt", "new")), Page)).Status);
        Assert.Equal("new", serving.Read("a.txt"));
        Assert.Equal(409, (await serving.PostFormAsync("/", UploadServing.Form(("f", "b", "x")), Page)).Status);
        Assert.Equal(["a.txt", "b"], serving.Names());
    }

    [Fact]
    public async Task A_form_that_is_cut_at_any_byte_leaves_nothing()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        byte[] request = UploadServing.Request(
            "POST", "/", UploadServing.Form(("f", "a", "1"), ("f", "b", "2")), "Content-Type: multipart/form-data; boundary=b\r\n");
        for (int length = 1; length < request.Length; length++)
        {
            await serving.SendAndLeaveAsync(request.AsMemory(0, length));
            Assert.Empty(serving.Names());
        }

        await Sockets.Eventually.TrueAsync(() => _scratch.OpenDescriptors() == 1);
    }

    [Fact]
    public async Task A_form_has_no_more_and_no_larger_files_than_it_may()
    {
        await using UploadServing serving = await UploadServing.StartAsync(
            _scratch, new() { MaxFilesPerForm = 2, MaxFileBytes = 3 });
        string three = UploadServing.Form(("f", "a", "1"), ("f", "b", "2"), ("f", "c", "3"));
        Assert.Equal(413, (await serving.PostFormAsync("/", three)).Status);
        Assert.Empty(serving.Names());
        RawResponse response = await serving.PostFormAsync("/", UploadServing.Form(("f", "a", "1234"), ("f", "b", "123")));
        Assert.Equal(413, response.Status);
        Assert.Equal(["b"], serving.Names());
    }

    [Theory]
    [InlineData("Content-Type: text/plain\r\n", "x", 415)]
    [InlineData("Content-Type: multipart/form-data\r\n", "x", 400)]
    [InlineData("Content-Type: multipart/form-data; boundary=b\r\n", "--b\r\nNonsense\r\n\r\nx\r\n--b--\r\n", 400)]
    [InlineData("", "", 415)]
    public async Task What_is_no_form_is_refused(string field, string body, int status)
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        Assert.Equal(status, (await serving.SendAsync("POST", "/", body, field)).Status);
        Assert.Empty(serving.Names());
    }

    [Fact]
    public async Task A_folder_that_is_not_there_takes_no_form()
    {
        await using UploadServing serving = await UploadServing.StartAsync(_scratch);
        string form = UploadServing.Form(("f", "a", "1"));
        Assert.Equal(404, (await serving.PostFormAsync("/none/", form, Page)).Status);
        Assert.Equal(404, (await serving.SendAsync("POST", "/none/?name=a", "1")).Status);
        Assert.Empty(serving.Names());
    }

    public void Dispose() => _scratch.Dispose();
}
