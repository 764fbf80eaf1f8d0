// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Security.Cryptography;

namespace Linnet.Files;

/// <summary>
/// The styles and the scripts of a folder's page (listing and upload, .css and .js), which stand in it, and the policy by which a browser
/// applies and runs them and nothing else, whatever a name smuggled into the page: both are named by their hash. Read from
/// the assembly when the first page is made.
/// </summary>
internal static class ListingAssets
{
    private static readonly byte[] StyleBytes = Read("listing.css");
    private static readonly byte[] ScriptBytes = Read("listing.js");
    private static readonly byte[] UploadStyleBytes = Read("upload.css");
    private static readonly byte[] UploadScriptBytes = Read("upload.js");

    // The icons are in the style.
    private static readonly string Policy =
        $"default-src 'none'; style-src {HashOf(StyleBytes)}; script-src {HashOf(ScriptBytes)}; img-src data:; "
        + "base-uri 'none'; frame-ancestors 'self'; form-action ";

    private static readonly string Closed = Policy + "'none'";
    private static readonly string WithForm = Policy + "'self'";

    private static readonly string WithUploads =
        $"default-src 'none'; style-src {HashOf(StyleBytes)} {HashOf(UploadStyleBytes)}; "
        + $"script-src {HashOf(ScriptBytes)} {HashOf(UploadScriptBytes)}; img-src data:; connect-src 'self'; "
        + "base-uri 'none'; frame-ancestors 'self'; form-action 'self'";

    /// <summary>How the page looks, exactly as it stands between its tags.</summary>
    public static ReadOnlySpan<byte> Style => StyleBytes;

    /// <summary>What the page does beyond links and a form, exactly as it stands between its tags.</summary>
    public static ReadOnlySpan<byte> Script => ScriptBytes;

    /// <summary>The style of what takes files, where a folder does.</summary>
    public static ReadOnlySpan<byte> UploadStyle => UploadStyleBytes;

    /// <summary>What sends files with a bar that grows, and goes on after a cut.</summary>
    public static ReadOnlySpan<byte> UploadScript => UploadScriptBytes;

    /// <summary>The value of Content-Security-Policy.</summary>
    /// <param name="hasForm">Whether the page has a form to send.</param>
    /// <param name="takesUploads">Whether it sends files.</param>
    public static string PolicyFor(bool hasForm, bool takesUploads) =>
        takesUploads ? WithUploads : hasForm ? WithForm : Closed;

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
