// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Tests.Connections;
using Xunit;

namespace Linnet.Tests.Exchanges;

/// <summary>Forms are read as they come, and never beyond their bounds.</summary>
public sealed class FormTests
{
    private const string Simple = "Content-Type: application/x-www-form-urlencoded\r\n";
    private const string Multipart = "Content-Type: multipart/form-data; boundary=b\r\n";

    [Fact]
    public async Task A_simple_form_is_read_by_name_and_outlives_its_exchange()
    {
        Form? kept = null;
        await using ServedConnection served = ServedConnection.Start(async exchange =>
            kept = await exchange.Request.ReadFormAsync());
        Assert.Equal(200, (await served.Client.AskAsync(Requests.Post("a=1&b=x+y&a=%C3%A4&c=", Simple))).Status);
        await served.Client.AskAsync(Requests.Post("a=another", Simple));
        await served.Client.AskAsync(Requests.Post("a=1&b=x+y&a=%C3%A4&c=", Simple));
        Assert.NotNull(kept);
        Assert.Equal(4, kept.Count);
        Assert.Equal("1", kept["a"]);
        Assert.Equal("x y", kept["b"]);
        Assert.Equal("", kept["c"]);
        Assert.Null(kept["d"]);
        Assert.Equal(["1", "ä"], kept.All("a"));
        Assert.Equal("a,b,a,c", string.Join(',', kept.Select(static field => field.Key)));
    }

    [Theory]
    [Rfc("7578", "4.1")]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task A_form_in_parts_is_read_part_by_part(int piece)
    {
        string large = new('x', 50_000);
        string body = Part("a", "1") + Part("f", large, "../../C:evil.txt", "image/png") + Part("skipped", large, "s")
            + Part("b", "\u00c3\u00a4") + "--b--\r\n";
        List<string> seen = [];
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            if (exchange.Request.Method == "GET")
            {
                return;
            }

            await foreach (FormPart part in exchange.Request.ReadPartsAsync())
            {
                string text = "";
                if (part.Name == "f")
                {
                    using MemoryStream file = new();
                    await part.Body.CopyToAsync(file);
                    text = Encoding.ASCII.GetString(file.ToArray()) == large ? "large" : "broken";
                }
                else if (part.Name != "skipped")
                {
                    text = await part.ReadTextAsync();
                }

                seen.Add($"{part.Name} {part.FileName} {part.ContentType} {text}");
            }
        });
        string request = Requests.Post(body, Multipart);
        await served.Client.SendInPiecesAsync(request, left => piece == 1 && left > 500 ? left - 500 : piece);
        Assert.Equal(200, (await served.Client.ReceiveAsync()).Status);
        Assert.Equal(["a   1", "f C_evil.txt image/png large", "skipped s  ", "b   ä"], seen);
        Assert.Empty(served.Failures);
        await served.Client.ExpectOpenAsync();
    }

    [Fact]
    public async Task Files_of_a_form_are_streamed_to_who_wants_them_and_fields_are_kept()
    {
        string body = Part("a", "1") + Part("f", "content", "f.txt") + Part("b", "2") + "--b--";
        string? file = null;
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            Form form = exchange.Request.QueryString == "files"
                ? await exchange.Request.ReadFormAsync(async part => file = await part.ReadTextAsync())
                : await exchange.Request.ReadFormAsync();
            await exchange.Response.WriteAsync(string.Join('&', form.Select(static field => $"{field.Key}={field.Value}")));
        });
        string request = Requests.Post(body, Multipart);
        Assert.Equal("a=1&b=2", (await served.Client.AskAsync(request)).Text);
        Assert.Null(file);
        Assert.Equal("a=1&b=2", (await served.Client.AskAsync(request.Replace("POST /", "POST /?files", StringComparison.Ordinal))).Text);
        Assert.Equal("content", file);
    }

    [Fact]
    public async Task A_part_is_over_when_the_next_one_is_asked_for()
    {
        string body = Part("a", "1") + Part("b", "2") + "--b--";
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            FormPart? first = null;
            await foreach (FormPart part in exchange.Request.ReadPartsAsync())
            {
                if (first is not null)
                {
                    await Assert.ThrowsAsync<InvalidOperationException>(async () => await first.ReadTextAsync());
                }

                first = part;
            }

            await Assert.ThrowsAsync<InvalidOperationException>(async () => await first!.ReadTextAsync());
        });
        Assert.Equal(200, (await served.Client.AskAsync(Requests.Post(body, Multipart))).Status);
        Assert.Empty(served.Failures);
    }

    [Theory]
    [InlineData(null, "a=b", 415)]
    [InlineData("text/plain", "a=b", 415)]
    [InlineData("multipart/mixed; boundary=b", "--b--", 415)]
    [InlineData("multipart/form-data", "--b--", 400)]
    [InlineData("multipart/form-data; boundary=\"\"", "--b--", 400)]
    [InlineData("multipart/form-data; boundary=\"b \"", "--b--", 400)]
    [InlineData("multipart/form-data; boundary=b; boundary=c", "--b--", 400)]
    [InlineData("multipart/form-data; boundary=b", "no boundary", 400)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx", 400)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nX: y\r\n\r\nx\r\n--b--", 400)]
    [InlineData("multipart/form-data; boundary=b", "--b--", 200)]
    public async Task What_is_no_form_is_refused(string? contentType, string body, int status)
    {
        await using ServedConnection served = ServedConnection.Start(async exchange =>
        {
            if (exchange.Request.Method == "POST")
            {
                await exchange.Request.ReadFormAsync();
            }
        });
        string line = contentType is null ? "" : $"Content-Type: {contentType}\r\n";
        Assert.Equal(status, (await served.Client.AskAsync(Requests.Post(body, line))).Status);
        Assert.Empty(served.Failures);
        await served.Client.ExpectOpenAsync();
    }

    [Theory]
    [Attack("RL-06")]
    [InlineData("parts", 413)]
    [InlineData("pairs", 413)]
    [InlineData("long boundary", 400)]
    [InlineData("longest boundary", 200)]
    [InlineData("head", 413)]
    [InlineData("endless head", 413)]
    [InlineData("field", 413)]
    [InlineData("longest field", 200)]
    [InlineData("fields", 413)]
    [InlineData("simple", 413)]
    public async Task A_form_that_is_too_large_in_any_way_is_refused_and_the_connection_goes_on(string how, int status)
    {
        await using RunningServer served = await RunningServer.StartAsync(
            async exchange => await exchange.Request.ReadFormAsync(),
            new HttpServerOptions
            {
                Limits = new Limits
                {
                    MaxFormFieldBytes = 10_000,
                    MaxFormBytes = 20_000,
                    MaxFormParts = 100,
                    MaxDrainBytes = 50_000_000,
                },
            });
        string boundary = new('b', how == "long boundary" ? 71 : how == "longest boundary" ? 70 : 1);
        string body = how switch
        {
            "parts" => string.Concat(Enumerable.Repeat(Part("a", ""), 100_000)),
            "pairs" => string.Concat(Enumerable.Repeat("&a", 101)),
            "long boundary" or "longest boundary" => $"--{boundary}--",
            "head" => "--b\r\n" + new string('x', 9000) + ": y\r\n",
            "endless head" => "--b\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 1_000_000)),
            "field" => Part("a", new string('x', 10_001)) + "--b--",
            "longest field" => Part("a", new string('x', 10_000)) + "--b--",
            "fields" => string.Concat(Enumerable.Repeat(Part("a", new string('x', 9_000)), 3)) + "--b--",
            _ => "a=" + new string('x', 20_000),
        };
        string type = how is "pairs" or "simple" ? Simple : Multipart.Replace("=b", "=" + boundary, StringComparison.Ordinal);
        string answer = await served.AskAsync(
            Requests.Post(body, type) + "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n" + Simple + "\r\na=b");
        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    private static string Part(string name, string content, string? fileName = null, string? contentType = null)
    {
        string file = fileName is null ? "" : $"; filename=\"{fileName}\"";
        string type = contentType is null ? "" : $"Content-Type: {contentType}\r\n";
        return $"--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n{type}\r\n{content}\r\n";
    }
}
