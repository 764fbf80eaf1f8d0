// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Tests.Messages;

/// <summary>RFC 3986's words for a host, as regular expressions: long, slow and easy to hold beside the RFC.</summary>
internal static class NaiveAuthority
{
    /// <summary>RFC 3986 §3.2.3, and a port that exists.</summary>
    public const string Port =
        "0*(?:6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[0-9]{1,4})";

    /// <summary>Our stricter reg-name.</summary>
    public const string Name = "[-._~0-9A-Za-z]{1,255}";

    /// <summary>RFC 3986 §3.2.2, line by line.</summary>
    public const string Address =
        $@"\[(?:(?:{H16}:){{6}}{Ls32}
        |::(?:{H16}:){{5}}{Ls32}
        |(?:{H16})?::(?:{H16}:){{4}}{Ls32}
        |(?:(?:{H16}:){{0,1}}{H16})?::(?:{H16}:){{3}}{Ls32}
        |(?:(?:{H16}:){{0,2}}{H16})?::(?:{H16}:){{2}}{Ls32}
        |(?:(?:{H16}:){{0,3}}{H16})?::{H16}:{Ls32}
        |(?:(?:{H16}:){{0,4}}{H16})?::{Ls32}
        |(?:(?:{H16}:){{0,5}}{H16})?::{H16}
        |(?:(?:{H16}:){{0,6}}{H16})?::)\]";

    private const string H16 = "[0-9A-Fa-f]{1,4}";
    private const string Octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9][0-9]|[0-9])";
    private const string Ls32 = $@"(?:{H16}:{H16}|{Octet}\.{Octet}\.{Octet}\.{Octet})";

    /// <summary>The whole, to be compiled with <c>IgnorePatternWhitespace</c>; groups <c>host</c> and <c>port</c>.</summary>
    public const string Authority = $"(?<host>{Name}|{Address})(?<colon>:(?<port>{Port})?)?";
}
