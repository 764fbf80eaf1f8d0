// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Protocol.Messages;

/// <summary>What is answered to a refused request, and by which rule.</summary>
/// <param name="Status">The status code of the answer.</param>
/// <param name="Section">The RFC and section, such as <c>RFC 9112 §6.3</c>.</param>
/// <param name="Text">One sentence for the person at the other end. It never repeats what was sent.</param>
internal readonly record struct RejectionRule(int Status, string Section, string Text);
