// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Cli.Settings;

/// <summary>What a setting is about.</summary>
internal enum SettingGroup
{
    /// <summary>Where the server is found.</summary>
    Where,

    /// <summary>TLS.</summary>
    Tls,

    /// <summary>Which files, and under which addresses.</summary>
    Files,

    /// <summary>What answers say.</summary>
    Answers,

    /// <summary>Who may do what.</summary>
    Access,

    /// <summary>Bounds.</summary>
    Limits,

    /// <summary>What is told of what happens.</summary>
    Watching,

    /// <summary>Where settings come from.</summary>
    Settings,
}
