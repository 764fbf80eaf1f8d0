// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Globalization;

namespace Linnet.Files;

/// <summary>Why an upload is not stored: what its client is told.</summary>
/// <param name="Status">The status.</param>
/// <param name="Text">One sentence.</param>
internal sealed record UploadRefusal(int Status, string Text)
{
    public static UploadRefusal NoFolder { get; } = new(404, "There is no such folder.");

    public static UploadRefusal NotAllowedName { get; } = new(403, "Files of this name are not kept here.");

    public static UploadRefusal OtherOrigin { get; } = new(403, "Pages of this origin may not upload here.");

    public static UploadRefusal Taken { get; } = new(409, "There is a file of this name.");

    public static UploadRefusal NotAFile { get; } = new(409, "What has this name is no file.");

    public static UploadRefusal UnderWay { get; } = new(409, "Another request is writing to this upload.");

    public static UploadRefusal Changed { get; } = new(412, "What is there is not what the request expects.");

    public static UploadRefusal Coded { get; } = new(415, "Send the file as it is, without a content coding.");

    public static UploadRefusal Full { get; } = new(507, "There is no space left.");

    public static UploadRefusal Busy { get; } = new(503, "Too many uploads are under way.");

    public static UploadRefusal NoHandle { get; } = new(503, "The server has no handle or memory left.");

    public static UploadRefusal NoUpload { get; } = new(404, "There is no such upload.");

    public static UploadRefusal Inconsistent { get; } = new(400, "The upload does not have the length that was said before.");

    /// <summary>A file has more bytes than it may.</summary>
    public static UploadRefusal TooLarge(long maxBytes) =>
        new(413, string.Create(CultureInfo.InvariantCulture, $"A file must not have more than {maxBytes} bytes."));

    /// <summary>What a failure of the system means to a client.</summary>
    public static UploadRefusal OfError(int error) => error switch
    {
        UnixErrors.NoSpace or UnixErrors.NoQuota => Full,
        UnixErrors.TooLarge => new(413, "The file system takes no file of this size."),
        UnixErrors.NoAccess or UnixErrors.NotPermitted or UnixErrors.ReadOnly =>
            new(403, "The server may not write here."),
        UnixErrors.NameTooLong => new(400, "The name is too long."),
        UnixErrors.NoEntry or UnixErrors.NotFolder or UnixErrors.LoopOfLinks => NoFolder,
        UnixErrors.Exists => Taken,
        UnixErrors.IsFolder or UnixErrors.NotEmpty => NotAFile,
        _ => UnixErrors.IsOutOfResources(error)
            ? NoHandle
            : new(500, string.Create(CultureInfo.InvariantCulture, $"The disk failed (error {error}).")),
    };
}
