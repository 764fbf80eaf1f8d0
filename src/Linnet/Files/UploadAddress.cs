// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Exchanges;
using Linnet.Protocol.Text;

namespace Linnet.Files;

/// <summary>What a request's address means to uploads; nothing on the disk is looked at.</summary>
/// <param name="Rejection">The status that answers an address which is none; 0 for others.</param>
/// <param name="Place">What is there.</param>
/// <param name="Path">The path below the root, with a slash at its end when it is a folder's.</param>
/// <param name="Token">Of an upload.</param>
internal sealed record UploadAddress(int Rejection, UploadPlace Place, byte[] Path, UploadToken? Token)
{
    /// <summary>In the query of an upload's address, before its token.</summary>
    public const string TokenName = "upload";

    /// <summary>The methods that may be used there, as in Allow. RFC 9110 §10.2.1.</summary>
    public string Allow => Place switch
    {
        UploadPlace.Folder => "GET, HEAD, OPTIONS, POST",
        UploadPlace.File => "GET, HEAD, OPTIONS, PUT",
        UploadPlace.Upload => "HEAD, OPTIONS, PATCH, DELETE",
        UploadPlace.Elsewhere or UploadPlace.RefusedName => FileHandler.AllowedMethods,
    };

    /// <summary>Reads the address of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="mount">Where the root is in addresses.</param>
    /// <param name="rules">Names that are not served, and so not stored.</param>
    /// <param name="options">Where files may be stored.</param>
    public static UploadAddress Read(HttpRequest request, MountPoint mount, NameRules rules, UploadOptions options)
    {
        byte[] path = request.PathBytes.ToArray();
        TargetPathRejection rejection = TargetPath.Normalize(path, out int length);
        if (rejection != TargetPathRejection.None)
        {
            return new UploadAddress(TargetPath.StatusOf(rejection), UploadPlace.Elsewhere, [], null);
        }

        int prefix = mount.LengthIn(path.AsSpan(0, length));
        if (prefix < 0)
        {
            return new UploadAddress(404, UploadPlace.Elsewhere, [], null);
        }

        byte[] relative = path[prefix..length];
        if (!options.MayStoreIn(relative))
        {
            return new UploadAddress(0, UploadPlace.Elsewhere, relative, null);
        }

        if (rules.RefusesPath(relative) || HiddenNames.IsWellKnown(relative))
        {
            return new UploadAddress(0, UploadPlace.RefusedName, relative, null);
        }

        if (relative is [] or [.., (byte)'/'])
        {
            return new UploadAddress(0, UploadPlace.Folder, relative, null);
        }

        return request.QueryString.Length > 0 && request.Query[TokenName] is { } text
            ? OfUpload(relative, UploadToken.Read(text))
            : new UploadAddress(0, UploadPlace.File, relative, null);
    }

    // What is no token, or that of another path, is an upload that is not there.
    private static UploadAddress OfUpload(byte[] path, UploadToken? token) =>
        new(0, UploadPlace.Upload, path, token?.IsOf(path) == true && token.Kind != UploadKind.OneRequest ? token : null);
}
