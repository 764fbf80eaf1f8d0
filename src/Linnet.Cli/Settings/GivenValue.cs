// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;

namespace Linnet.Cli.Settings;

/// <summary>What a setting was told.</summary>
/// <param name="Values">The values; one, unless the setting is repeatable.</param>
/// <param name="Source">Where they come from.</param>
/// <param name="Place">The option, the variable, or the key and its file: what a complaint begins with.</param>
internal sealed record GivenValue(IReadOnlyList<string> Values, SettingSource Source, string Place);
