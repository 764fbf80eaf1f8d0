// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

using Linnet.Conformance;
using Xunit;

namespace Linnet.Cli.Tests.Welcome;

public sealed class WelcomeSiteTests
{
    private const string Browser = "Accept: text/html,application/xhtml+xml";

    [Fact]
    public async Task A_browser_gets_a_page()
    {
        Visit visit = await Visit.PayAsync("GET / HTTP/1.1", "Host: linnet.test", Browser);

        Assert.Equal("HTTP/1.1 200 OK", visit.StatusLine);
        Assert.Equal("text/html; charset=utf-8", visit.Fields["Content-Type"]);
        Assert.StartsWith("<!DOCTYPE html>", visit.Body);
        Assert.EndsWith("</html>\n", visit.Body);
        Assert.DoesNotContain("{{", visit.Body);
    }

    [Fact]
    public async Task Curl_gets_the_same_as_text()
    {
        Visit visit = await Visit.PayAsync("GET /?a=b HTTP/1.1", "Host: linnet.test", "Accept: */*");

        Assert.Equal("text/plain; charset=utf-8", visit.Fields["Content-Type"]);
        Assert.Contains("network     IPv4  127.0.0.1 \u2192 127.0.0.1\n", visit.Body);
        Assert.Contains("       0  GET /?a=b HTTP/1.1\u240D\u240A\n", visit.Body);
        Assert.Contains("      20  Host: linnet.test\u240D\u240A\n", visit.Body);
        Assert.Contains("query       a = b\n", visit.Body);
        Assert.Contains("field       Accept: */*\n", visit.Body);
    }

    [Fact]
    public async Task Every_line_is_shown_with_the_byte_it_began_at()
    {
        Visit visit = await Visit.PayAsync("GET / HTTP/1.1", "Host: linnet.test", Browser, "X-Note: a  b");

        Assert.Contains("<tr><td>0</td><td><span class=\"method\">GET</span> <span class=\"target\">/</span>", visit.Body);
        Assert.Contains("<tr><td>16</td><td><span class=\"name\">Host</span>: linnet.test<span", visit.Body);
        Assert.Contains("<tr><td>35</td><td><span class=\"name\">Accept</span>", visit.Body);
        Assert.Contains("<tr><td>76</td><td><span class=\"name\">X-Note</span>: a  b<span", visit.Body);
        Assert.Contains("<tr><td>109</td><td><span class=\"crlf\">CR LF</span></td></tr>", visit.Body);
        Assert.Contains("111 bytes", visit.Body);
    }

    [Theory]
    [Attack("RL-10")]
    [InlineData("User-Agent: <script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("User-Agent: \"><img src=x onerror='alert(1)'>", "&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;")]
    [InlineData("User-Agent: </td></table><style>*{}", "&lt;/td&gt;&lt;/table&gt;&lt;style&gt;*{}")]
    [InlineData("User-Agent: {{host}}{{raw}}", "{{host}}{{raw}}")]
    [InlineData("User-Agent: \u00C3\u00A9", "\\xc3")]
    public async Task What_a_visitor_sent_is_text_and_nothing_else(string field, string shown)
    {
        Visit plain = await Visit.PayAsync("GET / HTTP/1.1", "Host: linnet.test", Browser, "User-Agent: none");
        Visit visit = await Visit.PayAsync("GET / HTTP/1.1", "Host: linnet.test", Browser, field);

        Assert.Contains(shown, visit.Body);
        Assert.Equal(Tags(plain.Body), Tags(visit.Body));
    }

    [Theory]
    [Attack("RL-10")]
    [InlineData("/?a=%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/%3Cscript%3E/%22%27%26")]
    [InlineData("/?%3Cb%3E=%E2%80%AE%00%1B[31m")]
    public async Task What_a_target_decodes_to_is_text_too(string target)
    {
        Visit visit = await Visit.PayAsync($"GET {target} HTTP/1.1", "Host: linnet.test", Browser);

        Assert.DoesNotContain("<script", visit.Body);
        Assert.DoesNotContain("<b>%", visit.Body);
        Assert.DoesNotContain('\u202E', visit.Body);
        Assert.DoesNotContain('\0', visit.Body);
        Assert.DoesNotContain('\e', visit.Body);
    }

    [Theory]
    [Attack("RL-10")]
    [InlineData("GET /")]
    [InlineData("GET /linnet.css")]
    [InlineData("GET /linnet.svg")]
    [InlineData("GET /nothing")]
    [InlineData("DELETE /")]
    public async Task Every_answer_forbids_scripts_and_guessing(string start)
    {
        Visit visit = await Visit.PayAsync($"{start} HTTP/1.1", "Host: linnet.test", Browser);

        Assert.StartsWith("default-src 'none';", visit.Fields["Content-Security-Policy"]);
        Assert.DoesNotContain("unsafe", visit.Fields["Content-Security-Policy"]);
        Assert.Equal("nosniff", visit.Fields["X-Content-Type-Options"]);
        Assert.DoesNotContain("Server", visit.Fields);
    }

    [Fact]
    public async Task The_page_fetches_nothing_from_elsewhere()
    {
        Visit visit = await Visit.PayAsync("GET / HTTP/1.1", "Host: linnet.test", Browser);

        foreach (Match match in Regex.Matches(visit.Body, "(src|href)=\"(?<to>.*?)\"", RegexOptions.ExplicitCapture))
        {
            Assert.Matches("^[/#]($|[^/])", match.Groups["to"].Value);
        }

        Assert.DoesNotContain("<script", visit.Body);
        Assert.DoesNotContain("style=", visit.Body);
    }

    [Theory]
    [InlineData("Cookie: session=secret-of-mine")]
    [InlineData("authorization: Basic secret-of-mine")]
    public async Task Credentials_are_covered(string field)
    {
        Visit page = await Visit.PayAsync("GET / HTTP/1.1", "Host: linnet.test", Browser, field);
        Visit text = await Visit.PayAsync("GET / HTTP/1.1", "Host: linnet.test", field);

        Assert.DoesNotContain("secret", page.Body);
        Assert.Contains("\u2022\u2022\u2022\u2022", page.Body);
        Assert.Contains("covered with dots", page.Body);
        Assert.DoesNotContain("secret", text.Body);
    }

    [Theory]
    [InlineData("/linnet.css", "text/css; charset=utf-8", "--paper")]
    [InlineData("/linnet.svg", "image/svg+xml", "<svg")]
    public async Task The_stylesheet_and_the_bird_are_there(string path, string type, string content)
    {
        Visit visit = await Visit.PayAsync($"GET {path} HTTP/1.1", "Host: linnet.test");

        Assert.Equal("HTTP/1.1 200 OK", visit.StatusLine);
        Assert.Equal(type, visit.Fields["Content-Type"]);
        Assert.Contains(content, visit.Body);
    }

    [Fact]
    public async Task What_is_not_there_is_taken_apart_all_the_same()
    {
        Visit visit = await Visit.PayAsync("GET /a%20b HTTP/1.1", "Host: linnet.test", Browser);

        Assert.Equal("HTTP/1.1 404 Not Found", visit.StatusLine);
        Assert.Contains("You asked for <b>/a%20b</b>", visit.Body);
        Assert.Contains("<dt>decoded</dt><dd>/a b</dd>", visit.Body);
        Assert.Contains("<b>404 Not Found</b>", visit.Body);
    }

    [Fact]
    [Rfc("9110", "15.5.6")]
    public async Task Other_methods_are_told_which_there_are()
    {
        Visit visit = await Visit.PayAsync("POST / HTTP/1.1", "Host: linnet.test", "Content-Length: 0");

        Assert.Equal("HTTP/1.1 405 Method Not Allowed", visit.StatusLine);
        Assert.Equal("GET, HEAD", visit.Fields["Allow"]);
    }

    [Fact]
    [Attack("LN-10")]
    [Rfc("9110", "9.1")]
    public async Task A_method_that_nobody_knows_is_not_implemented()
    {
        Visit visit = await Visit.PayAsync("get / HTTP/1.1", "Host: linnet.test");

        Assert.Equal("HTTP/1.1 501 Not Implemented", visit.StatusLine);
    }

    [Fact]
    [Rfc("9110", "9.3.2")]
    public async Task HEAD_is_answered_like_GET_without_the_page()
    {
        Visit visit = await Visit.PayAsync("HEAD / HTTP/1.1", "Host: linnet.test", Browser);

        Assert.Equal("HTTP/1.1 200 OK", visit.StatusLine);
        Assert.Equal("text/html; charset=utf-8", visit.Fields["Content-Type"]);
        Assert.Equal("", visit.Body);
    }

    [Fact]
    public async Task IPv6_is_called_by_its_name()
    {
        Visit visit = await Visit.PayAtAsync("http://[::1]:0", "GET / HTTP/1.1", "Host: linnet.test");

        Assert.Contains("network     IPv6  ::1 \u2192 ::1\n", visit.Body);
    }

    [Fact]
    public async Task A_Unix_socket_has_no_addresses_to_show()
    {
        string path = Path.Combine(Path.GetTempPath(), $"linnet-{Guid.NewGuid():N}.sock");

        Visit visit = await Visit.PayAtAsync($"unix:{path}", "GET / HTTP/1.1", "Host: linnet.test", Browser);

        Assert.Contains("A Unix domain socket joins two programs on one machine", visit.Body);
        Assert.Contains($"<b>{path}</b>", visit.Body);
    }

    private static int Tags(string html) => Regex.Count(html, "<[a-z/]", RegexOptions.NonBacktracking)
        - (2 * Regex.Count(html, "<span class=\"byte\">", RegexOptions.NonBacktracking));
}
