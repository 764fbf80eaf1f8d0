// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Cli.Settings;

/// <summary>Where the value of a setting comes from; what is said last counts before what is said first.</summary>
internal enum SettingSource
{
    /// <summary>Nobody said anything.</summary>
    Default,

    /// <summary>A configuration file.</summary>
    File,

    /// <summary>An environment variable.</summary>
    Environment,

    /// <summary>The command line.</summary>
    CommandLine,
}
