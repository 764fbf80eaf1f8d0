// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.Protocol.Messages;

/// <summary>From the bytes of a method to its name and back.</summary>
internal static class KnownMethods
{
    /// <summary>Recognises a method.</summary>
    public static KnownMethod Recognise(ReadOnlySpan<byte> method) => method.Length switch
    {
        // RFC 9110 §9.1: a method is case-sensitive, so `get` is some other method.
        3 when method.SequenceEqual("GET"u8) => KnownMethod.Get,
        3 when method.SequenceEqual("PUT"u8) => KnownMethod.Put,
        4 when method.SequenceEqual("HEAD"u8) => KnownMethod.Head,
        4 when method.SequenceEqual("POST"u8) => KnownMethod.Post,
        5 when method.SequenceEqual("PATCH"u8) => KnownMethod.Patch,
        5 when method.SequenceEqual("TRACE"u8) => KnownMethod.Trace,
        6 when method.SequenceEqual("DELETE"u8) => KnownMethod.Delete,
        7 when method.SequenceEqual("OPTIONS"u8) => KnownMethod.Options,
        7 when method.SequenceEqual("CONNECT"u8) => KnownMethod.Connect,
        _ => KnownMethod.Other,
    };

    /// <summary>The name of a known method as a constant string; null for <see cref="KnownMethod.Other"/>.</summary>
    public static string? Name(KnownMethod method) => method switch
    {
        KnownMethod.Get => "GET",
        KnownMethod.Head => "HEAD",
        KnownMethod.Post => "POST",
        KnownMethod.Put => "PUT",
        KnownMethod.Delete => "DELETE",
        KnownMethod.Connect => "CONNECT",
        KnownMethod.Options => "OPTIONS",
        KnownMethod.Trace => "TRACE",
        KnownMethod.Patch => "PATCH",
        KnownMethod.Other => null,
    };
}
