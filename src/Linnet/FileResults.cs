// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;

using Linnet.Exchanges;
using Linnet.Files;

namespace Linnet;

/// <summary>The results of handlers that are files.</summary>
public static class FileResults
{
    extension(Results)
    {
        /// <summary>
        /// A file that the program names, with its type, length and date; 304 to a client that has it, 404 when it is not
        /// there. For names that come from a client, use a <see cref="FileHandler"/>, which nothing leads out of.
        /// </summary>
        /// <param name="path">The file. A link is followed.</param>
        public static Result File(string path)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            string full = Path.GetFullPath(path);
            return new Result(200, null, (HttpHandler)(exchange => NamedFile.SendAsync(exchange, full)));
        }
    }
}
