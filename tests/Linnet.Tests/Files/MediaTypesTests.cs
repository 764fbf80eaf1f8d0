// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Text;
using System.Text.RegularExpressions;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

public sealed class MediaTypesTests
{
    [Theory]
    [InlineData("index.html", "text/html; charset=utf-8")]
    [InlineData("a/b/INDEX.HTM", "text/html; charset=utf-8")]
    [InlineData("app.js", "text/javascript; charset=utf-8")]
    [InlineData("app.mjs", "text/javascript; charset=utf-8")]
    [InlineData("style.css", "text/css; charset=utf-8")]
    [InlineData("data.json", "application/json")]
    [InlineData("module.wasm", "application/wasm")]
    [InlineData("logo.svg", "image/svg+xml")]
    [InlineData("favicon.ico", "image/vnd.microsoft.icon")]
    [InlineData("photo.JPEG", "image/jpeg")]
    [InlineData("font.woff2", "font/woff2")]
    [InlineData("film.mp4", "video/mp4")]
    [InlineData("part.ts", "video/mp2t")]
    [InlineData("archive.tar.gz", "application/gzip")]
    [InlineData("site.webmanifest", "application/manifest+json")]
    [InlineData("program.cs", "text/plain; charset=utf-8")]
    [InlineData("README", "text/plain; charset=utf-8")]
    [InlineData("a/License", "text/plain; charset=utf-8")]
    [InlineData("README.md", "text/markdown; charset=utf-8")]
    [InlineData("unknown.zzz", "application/octet-stream")]
    [InlineData("noextension", "application/octet-stream")]
    [InlineData("a.html/noextension", "application/octet-stream")]
    [InlineData("html", "application/octet-stream")]
    [InlineData("x.readme", "application/octet-stream")]
    [InlineData("dot.", "application/octet-stream")]
    [InlineData("", "application/octet-stream")]
    [InlineData("name.an-extension-longer-than-any-in-the-table", "application/octet-stream")]
    [InlineData("name.exactly-24-characters-xx", "application/octet-stream")]
    [InlineData("page.ħtml", "application/octet-stream")]
    public void A_name_has_its_type(string name, string type)
    {
        Assert.Equal(type, MediaTypes.Of(Encoding.UTF8.GetBytes(name)));
    }

    [Fact]
    public void The_table_is_well_formed_and_every_key_in_it_is_found()
    {
        Assert.True(MediaTypes.All.Count >= 250, $"{MediaTypes.All.Count} extensions");
        foreach ((string key, string type) in MediaTypes.All)
        {
            Assert.Matches(new Regex(@"\A/?[a-z0-9]+\z", RegexOptions.NonBacktracking), key);
            // RFC 6838 §4.2: the characters of a registered type.
            Assert.Matches(
                new Regex(@"\A[a-z]+/[a-z0-9][a-z0-9.+-]*(?:; charset=utf-8)?\z", RegexOptions.NonBacktracking), type);
            Assert.Equal(
                type.StartsWith("text/", StringComparison.Ordinal),
                type.EndsWith("; charset=utf-8", StringComparison.Ordinal));
            string name = key.StartsWith('/') ? key[1..] : "name." + key;
            Assert.Equal(type, MediaTypes.Of(Encoding.ASCII.GetBytes(name.ToUpperInvariant())));
        }
    }
}
