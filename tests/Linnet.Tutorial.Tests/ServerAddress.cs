// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net;

namespace Linnet.Tutorial.Tests;

/// <summary>Where a lesson's server is to be found: at an IP address and port, or at a file.</summary>
internal sealed record ServerAddress(string Text)
{
    /// <summary>The end point, for clients of the tests' own.</summary>
    public IPEndPoint EndPoint => IPEndPoint.Parse(Text);

    /// <summary>The port, or -1 for a Unix domain socket.</summary>
    public int Port => File is null ? EndPoint.Port : -1;

    /// <summary>The file of a Unix domain socket, or null.</summary>
    public string? File => Path.IsPathRooted(Text) ? Text : null;

    /// <summary>A free address of the same kind as one that the chapter shows.</summary>
    public static string FreeOneLike(string shown) => Path.IsPathRooted(shown)
        ? Path.Combine(Path.GetTempPath(), $"linnet-{Guid.NewGuid():N}.sock")
        : shown.Replace($":{Wording.ChapterPort}", ":0");

    /// <summary>The address in a line such as <c>Listening on http://127.0.0.1:65432/</c>.</summary>
    public static ServerAddress FromListening(string line)
    {
        string text = line.Replace("Listening on ", "");
        return new ServerAddress(text.StartsWith("http://") ? text[7..].TrimEnd('/') : text);
    }
}
