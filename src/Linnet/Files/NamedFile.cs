// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Linnet.Exchanges;

namespace Linnet.Files;

/// <summary>
/// A file that the program names, as a response. It is opened as those of a <see cref="FileHandler"/> are: never a pipe or a
/// device, never waiting; length and date are those of the open file.
/// </summary>
internal static class NamedFile
{
    private static readonly FileSender Sender = new(TimeProvider.System);

    /// <summary>Sends a file, or 404 when there is none.</summary>
    public static ValueTask SendAsync(HttpExchange exchange, string path)
    {
        FileRoot root;
        try
        {
            root = FileRoot.Find(path);
        }
        catch (FileNotFoundException)
        {
            return PlainAnswer.SendAsync(exchange, 404);
        }

        return root.File is null
            ? PlainAnswer.SendAsync(exchange, 404)
            : SendAsync(exchange, root.Folder, Encoding.UTF8.GetBytes(root.File + '\0'));
    }

    private static ValueTask SendAsync(HttpExchange exchange, string folder, byte[] name)
    {
        LookupResult result = Open(exchange, folder, name, out OpenedFile opened);
        if (result == LookupResult.Found && opened.Status.Kind == EntryKind.File)
        {
            return Sender.SendAsync(exchange, opened, new FileAnswer(MediaTypes.Of(name.AsSpan(0, name.Length - 1))));
        }

        opened.Dispose();
        return result == LookupResult.Unavailable
            ? PlainAnswer.SendUnavailableAsync(exchange)
            : PlainAnswer.SendAsync(exchange, 404);
    }

    private static LookupResult Open(HttpExchange exchange, string folder, byte[] name, out OpenedFile opened)
    {
        using FileTree tree = FileTree.Open(folder, followLinksInside: false);
        return tree.Open(name, exchange.Request.Method is "HEAD" ? 0 : FileHandler.SmallFileBytes, out opened);
    }
}
