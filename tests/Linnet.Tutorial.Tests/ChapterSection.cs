// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;

namespace Linnet.Tutorial.Tests;

/// <summary>One numbered section of the chapter: what the reader types and sees in it, in order.</summary>
internal sealed record ChapterSection(string Title, IReadOnlyList<ConsoleBlock> Blocks);
