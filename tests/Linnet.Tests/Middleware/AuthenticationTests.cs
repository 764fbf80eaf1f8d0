// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Security.Claims;
using System.Security.Principal;
using System.Text;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Exchanges;
using Linnet.Middleware;
using Linnet.Testing;
using Linnet.Tests.Connections;

using Xunit;

namespace Linnet.Tests.Middleware;

/// <summary><see cref="BasicAuthentication"/> and <see cref="BearerAuthentication"/>.</summary>
public sealed class AuthenticationTests
{
    private const string BasicChallenge = "Basic realm=\"The \\\"Vault\\\"\", charset=\"UTF-8\"";
    private const string BearerChallenge = "Bearer realm=\"api\"";

    private static readonly BasicAuthentication Basic = new()
    {
        Realm = "The \"Vault\"",
        Check = static (_, name, password) => new(
            name is "ä" or "Aladdin" && Secret.Matches(password, "open:sésame") ? Named(name) : null),
        Allows = static (exchange, user) => exchange.Request.Path is not "/secret" || user.Identity?.Name is "ä",
    };

    private static readonly BearerAuthentication Bearer = new()
    {
        Realm = "api",
        Check = static (_, token) => new(Secret.Matches(token, "mF_9.B5f-4.1JqM==") ? Named("client") : null),
        Allows = static (exchange, _) => exchange.Request.Path is not "/secret",
    };

    [Theory]
    [InlineData("Aladdin:open:sésame", "/", 200)]
    [InlineData("Aladdin:open:sésame", "/secret", 403)]
    [InlineData("ä:open:sésame", "/secret", 200)]
    [InlineData("Aladdin:open", "/", 401)]
    [InlineData("Aladdin", "/", 401)]
    [InlineData("Aladdin:open:sésame\n", "/", 401)]
    [InlineData(":", "/", 401)]
    [InlineData("", "/", 401)]
    [Rfc("7617", "2")]
    public async Task Names_and_passwords_are_checked(string credentials, string target, int status)
    {
        string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));
        await ExpectAsync(Basic, target, $"Authorization: bAsIc {encoded}\r\n", status, status == 401 ? BasicChallenge : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Authorization: \r\n")]
    [InlineData("Authorization: Basic\r\n")]
    [InlineData("Authorization: Basic !!!!\r\n")]
    [InlineData("Authorization: Basic QWxhZGRpbjpvcGVuO\r\n")]
    [InlineData("Authorization: Basic /////w==\r\n")]
    [InlineData("Authorization: Bearer QWxhZGRpbjpvcGVu\r\n")]
    [InlineData("Authorization: BasicQ QWxhZGRpbjpvcGVu\r\n")]
    [Rfc("7617", "2")]
    public Task What_is_no_name_and_password_is_asked_for(string lines) =>
        ExpectAsync(Basic, "/", lines, 401, BasicChallenge);

    [Fact]
    public async Task Two_credentials_are_none()
    {
        string line = $"Authorization: Basic {Convert.ToBase64String("Aladdin:open:sésame"u8)}\r\n";
        await ExpectAsync(Basic, "/", line, 200, null);
        await ExpectAsync(Basic, "/", line + line, 401, BasicChallenge);
    }

    [Theory]
    [InlineData("Authorization: Bearer mF_9.B5f-4.1JqM==\r\n", "/", 200, null)]
    [InlineData("Authorization: bearer  mF_9.B5f-4.1JqM== \r\n", "/", 200, null)]
    [InlineData("Authorization: Bearer mF_9.B5f-4.1JqM==\r\n", "/secret", 403, ", error=\"insufficient_scope\"")]
    [InlineData("Authorization: Bearer mF_9\r\n", "/", 401, ", error=\"invalid_token\"")]
    [InlineData("Authorization: Bearer a b\r\n", "/", 400, ", error=\"invalid_request\"")]
    [InlineData("Authorization: Bearer a=b\r\n", "/", 400, ", error=\"invalid_request\"")]
    [InlineData("Authorization: Bearer ==\r\n", "/", 400, ", error=\"invalid_request\"")]
    [InlineData("Authorization: Basic QWxhZGRpbjpvcGVu\r\n", "/", 401, "")]
    [InlineData("", "/?access_token=mF_9.B5f-4.1JqM==", 401, "")]
    [Rfc("6750", "2.1")]
    [Rfc("6750", "3.1")]
    public Task Tokens_are_checked(string lines, string target, int status, string? error) =>
        ExpectAsync(Bearer, target, lines, status, error is null ? null : BearerChallenge + error);

    [Fact]
    public async Task Who_asked_is_forgotten_with_the_request()
    {
        await using ServedConnection served = ServedConnection.Start(
            exchange => exchange.User is null
                ? Bearer.InvokeAsync(exchange, static _ => default)
                : throw new InvalidOperationException());
        for (int round = 0; round < 2; round++)
        {
            ReceivedResponse response = await served.Client.AskAsync(
                Requests.Get("/", "Authorization: Bearer mF_9.B5f-4.1JqM==\r\n"));
            Assert.Equal(200, response.Status);
        }
    }

    [Theory]
    [InlineData("secret", "secret", true)]
    [InlineData("secre", "secret", false)]
    [InlineData("Secret", "secret", false)]
    [InlineData("", "secret", false)]
    [InlineData(null, "", false)]
    [InlineData("", "", true)]
    public void A_secret_matches_itself(string? sent, string expected, bool matches)
    {
        Assert.Equal(matches, Secret.Matches(sent, expected));
    }

    [Fact]
    public void A_realm_that_would_end_its_field_is_refused()
    {
        Assert.Throws<ArgumentException>(
            static () => new BearerAuthentication { Check = static (_, _) => default, Realm = "a\r\nb" });
    }

    private static ClaimsPrincipal Named(string name) => new(new GenericIdentity(name));

    private static async Task ExpectAsync(
        IHttpMiddleware middleware, string target, string lines, int status, string? challenge)
    {
        string? user = null;
        await using ServedConnection served = Surrounded.Serve(
            exchange =>
            {
                user = exchange.User?.Identity?.Name;
                return default;
            },
            middleware);
        ReceivedResponse response = await served.Client.AskAsync(Requests.Get(target, lines));

        Assert.Equal(status, response.Status);
        Assert.Equal(challenge, response["WWW-Authenticate"]);
        Assert.Equal(status == 200, user is not null);
        Assert.Empty(served.Failures);
    }
}
