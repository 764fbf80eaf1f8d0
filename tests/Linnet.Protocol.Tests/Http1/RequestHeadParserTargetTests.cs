// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Conformance;
using Linnet.Protocol.Messages;

using Xunit;

namespace Linnet.Protocol.Tests.Http1;

/// <summary>Request targets in their four forms, and the Host that goes with them. RFC 9112 §3.2.</summary>
public sealed class RequestHeadParserTargetTests
{
    [Theory]
    [InlineData("/", "/", "")]
    [InlineData("/?", "/", "")]
    [InlineData("/a/b", "/a/b", "")]
    [InlineData("/a?b=c&d=e", "/a", "b=c&d=e")]
    [InlineData("/a?b?c", "/a", "b?c")]
    [InlineData("//evil/x", "//evil/x", "")]
    [InlineData("/a;b=c/d:e@f", "/a;b=c/d:e@f", "")]
    [InlineData("/%41%4a%fF", "/%41%4a%fF", "")]
    [InlineData("/../a/./b", "/../a/./b", "")]
    [InlineData("/-._~!$&'()*+,;=:@", "/-._~!$&'()*+,;=:@", "")]
    [InlineData("/a|b[c]", "/a|b[c]", "")]
    [InlineData("/?a|b[c]{d}\\^`", "/", "a|b[c]{d}\\^`")]
    [InlineData("/a?x=http://b/c", "/a", "x=http://b/c")]
    [InlineData("/http://b/c", "/http://b/c", "")]
    [InlineData("/a?b=%00", "/a", "b=%00")]
    [Rfc("9112", "3.2.1")]
    [Rfc("3986", "3.3")]
    [Rfc("3986", "3.4")]
    public void Reads_the_origin_form(string target, string path, string query)
    {
        HeadOutcome outcome = Expect.Complete(Feed.Target(target));
        Assert.Equal(TargetForm.Origin, outcome.TargetForm);
        Assert.Equal(target, outcome.Target);
        Assert.Equal(path, outcome.Path);
        Assert.Equal(query, outcome.Query);
        Assert.Empty(outcome.Authority);
        Assert.Equal("example.com", outcome.Host);
    }

    [Theory]
    [InlineData("http://example.com", "example.com", "", "")]
    [InlineData("http://example.com/", "example.com", "/", "")]
    [InlineData("http://example.com?x", "example.com", "", "x")]
    [InlineData("http://example.com?", "example.com", "", "")]
    [InlineData("http://example.com/a?b", "example.com", "/a", "b")]
    [InlineData("HTTP://EXAMPLE.com/a", "EXAMPLE.com", "/a", "")]
    [InlineData("hTTp://example.com:80/a", "example.com:80", "/a", "")]
    [InlineData("http://example.com:/a", "example.com:", "/a", "")]
    [InlineData("http://example.com:0080/a", "example.com:0080", "/a", "")]
    [InlineData("http://example.com//a", "example.com", "//a", "")]
    [InlineData("http://example.com/a@b", "example.com", "/a@b", "")]
    [InlineData("http://example.com?a@b/c", "example.com", "", "a@b/c")]
    [InlineData("http://example.com/http://x/", "example.com", "/http://x/", "")]
    [Rfc("9112", "3.2.2")]
    public void Reads_the_absolute_form(string target, string authority, string path, string query)
    {
        HeadOutcome outcome = Expect.Complete(Feed.Target(target));
        Assert.Equal(TargetForm.Absolute, outcome.TargetForm);
        Assert.Equal(authority, outcome.Authority);
        Assert.Equal(authority, outcome.Host);
        Assert.Equal(path, outcome.Path);
        Assert.Equal(query, outcome.Query);
    }

    [Theory]
    [InlineData("http://[::1]/a", "[::1]")]
    [InlineData("http://[::1]:8080/a", "[::1]:8080")]
    [InlineData("http://127.0.0.1:1/a", "127.0.0.1:1")]
    [Rfc("9112", "3.2.2")]
    [Rfc("3986", "3.2.2")]
    public void The_absolute_form_may_name_an_address(string target, string authority)
    {
        HeadOutcome outcome = Expect.Complete(Feed.Target(target, authority));
        Assert.Equal(authority, outcome.Authority);
        Assert.Equal("/a", outcome.Path);
    }

    [Fact]
    [Rfc("9112", "3.2.2")]
    public void An_HTTP_1_0_request_may_name_its_host_in_the_target_alone()
    {
        HeadOutcome outcome = Expect.Complete(Feed.Head("GET http://example.com/a HTTP/1.0\r\n\r\n"));
        Assert.Equal("example.com", outcome.Host);
        Assert.Equal("/a", outcome.Path);
    }

    [Fact]
    [Rfc("9112", "3.2")]
    [Attack("HD-01")]
    public void The_absolute_form_does_not_excuse_a_missing_host() =>
        Expect.Rejected(
            Feed.Head("GET http://example.com/a HTTP/1.1\r\n\r\n"), RequestRejection.MissingHost, 400);

    [Theory]
    [InlineData("http://example.com/", "other.com")]
    [InlineData("http://example.com/", "example.com:8080")]
    [InlineData("http://example.com:8080/", "example.com")]
    [InlineData("http://example.com:8080/", "example.com:8081")]
    [InlineData("http://example.com/", "example.com.")]
    [InlineData("http://example.com/", "www.example.com")]
    [InlineData("http://example.com:443/", "example.com")]
    [InlineData("http://[::1]/", "[::2]")]
    [Rfc("9112", "3.2.2")]
    [Attack("HD-04")]
    public void Rejects_a_target_and_a_host_that_differ(string target, string host) =>
        Expect.Rejected(Feed.Target(target, host), RequestRejection.HostMismatch, 400);

    [Theory]
    [InlineData("http://example.com/", "EXAMPLE.COM")]
    [InlineData("http://example.com/", "example.com:80")]
    [InlineData("http://example.com/", "example.com:")]
    [InlineData("http://example.com:80/", "example.com")]
    [InlineData("http://example.com:/", "example.com:0080")]
    [InlineData("http://example.com:8080/", "example.com:8080")]
    [Rfc("9110", "4.2.3")]
    [Attack("HD-04")]
    [Attack("HD-07")]
    public void A_host_in_another_case_or_with_the_default_port_is_the_same(string target, string host) =>
        Expect.Complete(Feed.Target(target, host));

    [Theory]
    [InlineData("http://user@example.com/")]
    [InlineData("http://user:pass@example.com/")]
    [InlineData("http://@example.com/")]
    [InlineData("http://example.com:80@evil.com/")]
    [InlineData("http://example.com@evil.com")]
    [InlineData("http://example.com\\@evil.com/")]
    [InlineData("http://a%40b@example.com?x")]
    [Rfc("9110", "4.2.4")]
    [Attack("HD-05")]
    public void Rejects_user_information_in_the_target(string target) =>
        Expect.Rejected(Feed.Target(target), RequestRejection.UserInformationInTarget, 400);

    [Theory]
    [InlineData("ftp://example.com/")]
    [InlineData("ws://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("httpx://example.com/")]
    [InlineData("htt://example.com/")]
    [InlineData("x://")]
    [Rfc("9112", "3.2.2")]
    [Attack("HD-05")]
    public void Rejects_another_scheme(string target) =>
        Expect.Rejected(Feed.Target(target), RequestRejection.UnsupportedScheme, 400);

    [Theory]
    [InlineData("https://example.com/")]
    [InlineData("HTTPS://example.com")]
    [Rfc("9110", "7.4")]
    [Attack("HD-05")]
    public void Answers_421_to_https_over_an_open_connection(string target) =>
        Expect.Rejected(Feed.Target(target), RequestRejection.MisdirectedScheme, 421);

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("HTTP://example.com:443/")]
    [Rfc("9110", "4.2.2")]
    [Rfc("9110", "7.4")]
    [Attack("HD-05")]
    public void Answers_421_to_http_over_a_secured_connection(string target) =>
        Expect.Rejected(
            Feed.Target(target, "example.com", UriScheme.Https), RequestRejection.MisdirectedScheme, 421);

    [Theory]
    [InlineData("ftp://example.com/")]
    [InlineData("wss://example.com/")]
    [InlineData("httpt://example.com/")]
    [Rfc("9112", "3.2.2")]
    [Attack("HD-05")]
    public void Rejects_another_scheme_over_a_secured_connection(string target) =>
        Expect.Rejected(
            Feed.Target(target, "example.com", UriScheme.Https), RequestRejection.UnsupportedScheme, 400);

    [Theory]
    [InlineData("https://example.com/", "example.com")]
    [InlineData("HttpS://example.com/", "EXAMPLE.com:443")]
    [InlineData("https://example.com:443/", "example.com")]
    [InlineData("https://example.com:0443", "example.com:")]
    [InlineData("https://example.com:80/", "example.com:80")]
    [Rfc("9110", "4.2.2")]
    [Attack("HD-04")]
    public void Over_a_secured_connection_the_default_port_is_443(string target, string host)
    {
        HeadOutcome outcome = Expect.Complete(Feed.Target(target, host, UriScheme.Https));
        Assert.Equal(TargetForm.Absolute, outcome.TargetForm);
        Assert.Equal(UriScheme.Https, outcome.Scheme);
    }

    [Theory]
    [InlineData("https://example.com/", "example.com:80")]
    [InlineData("https://example.com:80/", "example.com")]
    [Rfc("9112", "3.2.2")]
    [Attack("HD-04")]
    public void Over_a_secured_connection_port_80_is_another_port(string target, string host) =>
        Expect.Rejected(Feed.Target(target, host, UriScheme.Https), RequestRejection.HostMismatch, 400);

    [Theory]
    [InlineData("/", UriScheme.Http)]
    [InlineData("/", UriScheme.Https)]
    [InlineData("/a?b=http://example.com/", UriScheme.Https)]
    [Rfc("9112", "3.3")]
    internal void A_target_without_a_scheme_has_that_of_its_connection(string target, UriScheme scheme) =>
        Assert.Equal(scheme, Expect.Complete(Feed.Target(target, "example.com", scheme)).Scheme);

    [Theory]
    [InlineData("http://")]
    [InlineData("http:///a")]
    [InlineData("http://?x")]
    [InlineData("http:///a@b")]
    [InlineData("http://#x")]
    [InlineData("http://:80/")]
    [InlineData("http://example.com:x/")]
    [InlineData("http://example.com:65536/")]
    [InlineData("http://example.com:99999999999999999999/")]
    [InlineData("http://example.com:80:80/")]
    [InlineData("http://a,b/")]
    [InlineData("http://a%2fb/")]
    [InlineData("http://a\\b/")]
    [InlineData("http://[::1/")]
    [InlineData("http://[::1]x/")]
    [InlineData("http://[]/")]
    [InlineData("http://::1/")]
    [InlineData("http://ex\u00E4mple.com/")]
    [Rfc("9112", "3.2.2")]
    [Rfc("3986", "3.2")]
    [Attack("HD-05")]
    public void Rejects_an_invalid_authority_in_the_target(string target) =>
        Expect.Rejected(Feed.Target(target), RequestRejection.InvalidTargetAuthority, 400);

    [Theory]
    [InlineData("*")]
    [InlineData("example.com:80")]
    [InlineData("example.com")]
    [InlineData("index.html")]
    [InlineData("?a")]
    [InlineData("://example.com/")]
    [InlineData("http:/example.com/")]
    [InlineData("http:example.com")]
    [InlineData("**")]
    [InlineData("*/")]
    [InlineData("\\a")]
    [InlineData("%2fa")]
    [Rfc("9112", "3.2.3")]
    [Rfc("9112", "3.2.4")]
    [Attack("LN-11")]
    public void Rejects_a_target_in_no_form_that_a_GET_may_have(string target) =>
        Expect.Rejected(Feed.Target(target), RequestRejection.InvalidTargetForm, 400);

    [Fact]
    [Rfc("9112", "3.2.4")]
    [Attack("LN-11")]
    public void OPTIONS_may_ask_about_the_server_as_a_whole()
    {
        HeadOutcome outcome = Expect.Complete(Feed.Head("OPTIONS * HTTP/1.1\r\nHost: example.com\r\n\r\n"));
        Assert.Equal(TargetForm.Asterisk, outcome.TargetForm);
        Assert.Equal("*", outcome.Target);
        Assert.Empty(outcome.Path);
        Assert.Equal("example.com", outcome.Host);
    }

    [Theory]
    [InlineData("/a\0b")]
    [InlineData("/\u0001")]
    [InlineData("/a\tb?c")]
    [InlineData("/a?b\u007F")]
    [InlineData("/\u0080")]
    [InlineData("/\u00E4")]
    [InlineData("/?\u00FF")]
    [InlineData("/a\"b")]
    [InlineData("/<script>")]
    [InlineData("/?a>b")]
    [InlineData("/a\\b")]
    [InlineData("/a^b")]
    [InlineData("/a`b")]
    [InlineData("/{a}")]
    [InlineData("http://example.com/\u00E4")]
    [Rfc("9112", "3.2")]
    [Rfc("3986", "2")]
    [Attack("LN-13")]
    public void Rejects_a_byte_that_a_target_must_encode(string target) =>
        Expect.Rejected(Feed.Target(target), RequestRejection.InvalidTargetCharacter, 400);

    [Theory]
    [InlineData("/#")]
    [InlineData("/a#b")]
    [InlineData("/a?b#c")]
    [InlineData("/#?c")]
    [InlineData("http://example.com#a")]
    [InlineData("http://example.com/#a")]
    [Rfc("9112", "3.2")]
    [Rfc("9110", "4.2.5")]
    [Attack("LN-13")]
    public void Rejects_a_fragment(string target) =>
        Expect.Rejected(Feed.Target(target), RequestRejection.FragmentInTarget, 400);

    [Theory]
    [InlineData("/%zz")]
    [InlineData("/%")]
    [InlineData("/%4")]
    [InlineData("/%4?a")]
    [InlineData("/%%41")]
    [InlineData("/%4g")]
    [InlineData("/%g4")]
    [InlineData("/%+4")]
    [InlineData("/?%")]
    [InlineData("/?%2")]
    [InlineData("/?a=%xy&b")]
    [InlineData("/%u0041")]
    [Rfc("3986", "2.1")]
    [Attack("LN-13")]
    public void Rejects_a_percent_sign_without_two_digits(string target) =>
        Expect.Rejected(Feed.Target(target), RequestRejection.InvalidPercentEncoding, 400);

    [Theory]
    [InlineData("/%00")]
    [InlineData("/a%00.txt?b")]
    [InlineData("http://example.com/%00")]
    [Rfc("3986", "7.3")]
    [Attack("LN-13")]
    public void Rejects_an_encoded_NUL_in_the_path(string target) =>
        Expect.Rejected(Feed.Target(target), RequestRejection.EncodedNul, 400);

    [Fact]
    [Attack("LN-13")]
    public void Digits_that_only_look_like_an_encoded_NUL_are_none() =>
        Assert.Equal("/%2500", Expect.Complete(Feed.Target("/%2500")).Path);

    [Fact]
    [Attack("LN-13")]
    public void Judges_every_byte_of_a_path_and_of_a_query_by_the_alphabet()
    {
        const string path = "!$&'()*+,-./0123456789:;=@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz|~";
        for (int value = 0; value < 256; value++)
        {
            char character = (char)value;
            if (character is '%' or '#' or '?' or ' ' or '\r' or '\n')
            {
                continue;
            }

            bool inPath = Feed.Target($"/a{character}b").Rejection == RequestRejection.None;
            Assert.Equal(path.Contains(character, StringComparison.Ordinal), inPath);
            bool inQuery = Feed.Target($"/?a{character}b").Rejection == RequestRejection.None;
            Assert.Equal((path + "\\^`{}").Contains(character, StringComparison.Ordinal), inQuery);
        }
    }
}
