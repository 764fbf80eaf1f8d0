// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Cli.Access;
using Xunit;

namespace Linnet.Cli.Tests.Access;

public sealed class AccessRuleTests
{
    [Theory]
    [InlineData("bob:pw", "bob", "pw", "", true)]
    [InlineData("bob:pw@/", "bob", "pw", "", true)]
    [InlineData("bob:pw@/a/b/:r", "bob", "pw", "/a/b", false)]
    [InlineData("bob:pw@/a:rw", "bob", "pw", "/a", true)]
    [InlineData("bob:p@w:x@/y@/a", "bob", "p@w:x@/y", "/a", true)]
    [InlineData("bob:p@w", "bob", "p@w", "", true)]
    [InlineData("@/", "", "", "", false)]
    [InlineData("@/pub:rw", "", "", "/pub", true)]
    public void A_rule_has_a_user_a_password_a_path_and_rights(
        string text, string user, string password, string path, bool mayWrite) =>
        Assert.Equal(new AccessRule(user, password, path, mayWrite), AccessRule.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("bob")]
    [InlineData("bob:")]
    [InlineData(":pw")]
    [InlineData("bob:secret@/a//b")]
    [InlineData("bob:secret@/a/../b")]
    [InlineData("bob:sec\nret")]
    [InlineData("bob:$2y$10$secret")]
    [InlineData("bob:$6$secret")]
    [InlineData("bob:$argon2id$secret")]
    [InlineData("bob:$pbkdf2-sha256$secret")]
    [InlineData("bob:$pbkdf2-sha256$10$c2VjcmV0c2VjcmV0$secret")]
    [InlineData("bob:$pbkdf2-sha256$1000$c2VjcmV0c2VjcmV0$secret")]
    public void What_is_no_rule_is_told_without_its_password(string text)
    {
        FormatException failure = Assert.Throws<FormatException>(() => AccessRule.Parse(text));
        Assert.DoesNotContain("secret", failure.Message);
    }

    [Theory]
    [InlineData("bob:pw@/a:rw", "bob:***@/a:rw")]
    [InlineData("bob:p:w", "bob:***")]
    [InlineData("bob:p@/w@/a", "bob:***@/a")]
    [InlineData("@/a:r", "@/a:r")]
    public void A_rule_is_shown_without_its_password(string text, string shown) => Assert.Equal(shown, AccessRule.Hide(text));

    [Theory]
    [InlineData("", "/anything", true)]
    [InlineData("", "", true)]
    [InlineData("/a", "/a", true)]
    [InlineData("/a", "/a/b", true)]
    [InlineData("/a", "/ab", false)]
    [InlineData("/a", "", false)]
    [InlineData("/a/b", "/a", false)]
    public void A_path_covers_itself_and_what_is_below(string rule, string path, bool isCovered) =>
        Assert.Equal(isCovered, new AccessRule("", "", rule, false).Covers(path));
}
