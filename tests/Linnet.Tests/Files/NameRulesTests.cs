// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Text;
using Linnet.Conformance;
using Linnet.Files;
using Xunit;

namespace Linnet.Tests.Files;

public sealed class NameRulesTests
{
    private static readonly NameRules Default = new(serveHidden: false, windows: false);
    private static readonly NameRules Open = new(serveHidden: true, windows: false);
    private static readonly NameRules Windows = new(serveHidden: true, windows: true);

    [Theory]
    [Attack("ST-09")]
    [InlineData(".git/config")]
    [InlineData(".GIT/config")]
    [InlineData(".env")]
    [InlineData(".htpasswd")]
    [InlineData("a/.svn/entries")]
    [InlineData(".hidden/page.html")]
    [InlineData("a/b/.DS_Store")]
    [InlineData("...")]
    [InlineData("web.config")]
    [InlineData("a/Web.Config")]
    [InlineData("Thumbs.db")]
    [InlineData("desktop.ini")]
    [InlineData("index.php~")]
    [InlineData("index.php.bak")]
    [InlineData("index.php.BAK")]
    [InlineData("config.old")]
    [InlineData("config.orig")]
    [InlineData("patch.rej")]
    [InlineData("notes.txt.save")]
    [InlineData("index.php.swp")]
    [InlineData("index.php.swo")]
    [InlineData("upload.tmp")]
    [InlineData("#index.php#")]
    [InlineData("a~/page.html")]
    [InlineData("docs/.well-known/security.txt")]
    public void Hidden_names_are_refused_unless_allowed(string path)
    {
        Assert.True(Refuses(Default, path));
        Assert.False(Refuses(Open, path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("index.html")]
    [InlineData("a.b/c.d/")]
    [InlineData("~user/page.html")]
    [InlineData("swp")]
    [InlineData("bak")]
    [InlineData("my.config")]
    [InlineData("web.config.html")]
    [InlineData("#anchor")]
    [InlineData("old")]
    [InlineData("con/nul/aux.txt")]
    [InlineData("a:b/c d ")]
    [InlineData("PROGRA~1")]
    [InlineData("trailing.")]
    public void Ordinary_names_are_served(string path)
    {
        Assert.False(Refuses(Default, path));
    }

    [Theory]
    [Rfc("8615", "3")]
    [InlineData(".well-known/security.txt", false)]
    [InlineData(".well-known/", false)]
    [InlineData(".well-known", false)]
    [InlineData(".well-known/.git/config", true)]
    [InlineData(".well-known-not/x", true)]
    [InlineData("a/.well-known/x", true)]
    public void Well_known_resources_live_at_the_root_only(string path, bool refused)
    {
        Assert.Equal(refused, Refuses(Default, path));
    }

    [Theory]
    [Attack("ST-08")]
    [InlineData("CON")]
    [InlineData("con")]
    [InlineData("NUL")]
    [InlineData("nul.txt")]
    [InlineData("AUX.txt")]
    [InlineData("aux.tar.gz")]
    [InlineData("PRN")]
    [InlineData("COM1")]
    [InlineData("com0")]
    [InlineData("COM9.log")]
    [InlineData("COM1 .txt")]
    [InlineData("COM¹")]
    [InlineData("LPT²")]
    [InlineData("lpt³.txt")]
    [InlineData("LPT1")]
    [InlineData("CONIN$")]
    [InlineData("conout$")]
    [InlineData("CLOCK$")]
    [InlineData("docs/con/page.html")]
    [InlineData("page.html.")]
    [InlineData("page.html...")]
    [InlineData("page.html ")]
    [InlineData("folder./page.html")]
    [InlineData("folder /page.html")]
    [InlineData("page.asp::$DATA")]
    [InlineData("page.html:stream")]
    [InlineData("folder:$INDEX_ALLOCATION/page.html")]
    [InlineData("folder:$I30:$INDEX_ALLOCATION/page.html")]
    [InlineData("C:")]
    [InlineData("C:/Windows/win.ini")]
    [InlineData("C:secret.txt")]
    [InlineData("PROGRA~1")]
    [InlineData("progra~1/secret.txt")]
    [InlineData("INDEX~12.HTM")]
    [InlineData("A~1.B")]
    [InlineData("page*.html")]
    [InlineData("pag?.html")]
    [InlineData("pag<.html")]
    [InlineData("pag>.html")]
    [InlineData("pag\".html")]
    [InlineData("a|b")]
    [InlineData("a\\b")]
    public void Names_that_windows_reads_otherwise_are_refused_there(string path)
    {
        Assert.True(Refuses(Windows, path));
    }

    [Theory]
    [InlineData("console.log")]
    [InlineData("auxiliary.txt")]
    [InlineData("null")]
    [InlineData("com.txt")]
    [InlineData("COM10")]
    [InlineData("com1x")]
    [InlineData("lpt.conf")]
    [InlineData("a.con")]
    [InlineData("~1")]
    [InlineData("a~")]
    [InlineData("a~b.txt")]
    [InlineData("a-long-name~1.txt")]
    [InlineData("a~1.html")]
    [InlineData("~user")]
    [InlineData(".git")]
    [InlineData("a b.txt")]
    [InlineData("grün/文.html")]
    public void Windows_serves_what_means_itself(string path)
    {
        Assert.False(Refuses(Windows, path));
    }

    private static bool Refuses(NameRules rules, string path) => rules.RefusesPath(Encoding.UTF8.GetBytes(path));
}
