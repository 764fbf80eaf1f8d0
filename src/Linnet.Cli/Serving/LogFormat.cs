// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Cli.Serving;

/// <summary>How the log is written.</summary>
internal enum LogFormat
{
    /// <summary>For a person: a short line, coloured where that is wanted.</summary>
    Text,

    /// <summary>For a program: a JSON object on each line.</summary>
    Json,

    /// <summary>For tools of old: the combined format of Apache and nginx.</summary>
    Clf,
}
