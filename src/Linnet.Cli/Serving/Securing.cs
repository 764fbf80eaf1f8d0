// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Tls;

namespace Linnet.Cli.Serving;

/// <summary>How a server is secured.</summary>
/// <param name="Certificate">What it shows its clients; null when it is not secured.</param>
/// <param name="Redirect">Where it listens for HTTP to send everybody to HTTPS; null for nowhere.</param>
/// <param name="Authority">The file of the authority to trust, when the certificate is from the user's own.</param>
internal sealed record Securing(Certificate? Certificate, string? Redirect, string? Authority);
