// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Security.Cryptography;

namespace Linnet.Files;

/// <summary>
/// The style (listing.css) and the script (listing.js) of a folder's page, which stand in it, and the policy by which a browser
/// applies and runs them and nothing else, whatever a name smuggled into the page: both are named by their hash. Read from
/// the assembly when the first page is made.
/// </summary>
internal static class ListingAssets
{
    private static readonly byte[] StyleBytes = Read("listing.css");
    private static readonly byte[] ScriptBytes = Read("listing.js");

    // The icons are in the style.
    private static readonly string Policy =
        $"default-src 'none'; style-src {HashOf(StyleBytes)}; script-src {HashOf(ScriptBytes)}; img-src data:; "
        + "base-uri 'none'; frame-ancestors 'self'; form-action ";

    private static readonly string Closed = Policy + "'none'";
    private static readonly string WithForm = Policy + "'self'";

    /// <summary>How the page looks, exactly as it stands between its tags.</summary>
    public static ReadOnlySpan<byte> Style => StyleBytes;

    /// <summary>What the page does beyond links and a form, exactly as it stands between its tags.</summary>
    public static ReadOnlySpan<byte> Script => ScriptBytes;

    /// <summary>The value of Content-Security-Policy; <paramref name="hasForm"/> when the page has one to send.</summary>
    public static string PolicyFor(bool hasForm) => hasForm ? WithForm : Closed;

    private static byte[] Read(string name)
    {
        using Stream resource = typeof(ListingAssets).Assembly.GetManifestResourceStream($"Linnet.Files.{name}")
            ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");
        byte[] bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    private static string HashOf(byte[] text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(text))}'";
}
