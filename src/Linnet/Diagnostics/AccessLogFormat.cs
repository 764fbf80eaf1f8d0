// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Diagnostics;

/// <summary>How a line of an <see cref="AccessLog"/> is written.</summary>
public enum AccessLogFormat
{
    /// <summary>
    /// The combined format of Apache and nginx, in UTC, with the seconds that the request took and what went wrong behind it.
    /// </summary>
    Combined,

    /// <summary>A JSON object on each line.</summary>
    Json,
}
