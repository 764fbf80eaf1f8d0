// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Runtime.CompilerServices;
using Linnet.Tests;

namespace Linnet.TlsTransport.Tests;

/// <summary>Has every test of this assembly run over TLS.</summary>
internal static class TlsTransport
{
    [ModuleInitializer]
    internal static void Choose() => Carriage.IsSecured = true;
}
