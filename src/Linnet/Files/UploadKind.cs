// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Files;

/// <summary>How an upload came to be, which says what happens when its name is taken.</summary>
internal enum UploadKind
{
    /// <summary>By a PUT to its name.</summary>
    Put,

    /// <summary>By a PUT that makes something new or nothing: If-None-Match with an asterisk.</summary>
    PutNew,

    /// <summary>By a POST to its folder, with a name that may be another in the end.</summary>
    Post,

    /// <summary>In one request, where no file without a name can be had: nobody comes back for it.</summary>
    OneRequest,
}
