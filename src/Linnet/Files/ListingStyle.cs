// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Security.Cryptography;

namespace Linnet.Files;

/// <summary>
/// How a folder's page looks, and the policy that lets a browser apply this style and nothing else.
/// </summary>
internal static class ListingStyle
{
    /// <summary>
    /// Nothing is loaded, run or submitted, whatever a name smuggled into the page: the one style is named by
    /// its hash.
    /// </summary>
    public static string ContentSecurityPolicy { get; } =
        "default-src 'none'; style-src 'sha256-" + Convert.ToBase64String(SHA256.HashData(Text)) + "'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /// <summary>The style sheet, exactly as it stands between its tags.</summary>
    public static ReadOnlySpan<byte> Text => """

        :root{color-scheme:light dark;
        --text:#1d2125;--quiet:#5d666f;--back:#fff;--line:#e3e6ea;--link:#0b57d0;--hover:#f3f6fb}
        @media(prefers-color-scheme:dark){:root{
        --text:#e4e7eb;--quiet:#9aa4af;--back:#15181c;--line:#2b3036;--link:#8ab4f8;--hover:#1e2329}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:60rem;background:var(--back);color:var(--text);
        font:1rem/1.5 system-ui,sans-serif}
        h1{font-size:1.25rem;font-weight:600;margin:0 0 1rem;overflow-wrap:anywhere}
        a{color:var(--link);text-decoration:none}
        a:hover,a:focus-visible{text-decoration:underline}
        table{width:100%;border-collapse:collapse;table-layout:fixed}
        th,td{padding:.4rem .5rem;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
        th{font-size:.8125rem;font-weight:600;color:var(--quiet)}
        tbody tr:hover{background:var(--hover)}
        .n{overflow-wrap:anywhere}
        .s{width:7rem;text-align:right;white-space:nowrap}
        .d{width:10rem;text-align:right;white-space:nowrap}
        td.s,td.d,.x,footer{color:var(--quiet);font-variant-numeric:tabular-nums}
        .f{font-weight:600}
        footer{margin-top:1rem;font-size:.8125rem}
        @media(max-width:36rem){.d{display:none}td a{display:block}}

        """u8;
}
