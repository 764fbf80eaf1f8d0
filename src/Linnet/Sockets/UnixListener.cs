// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.IO;
using System.Net.Sockets;

namespace Linnet.Sockets;

/// <summary>
/// Opens listening Unix sockets. A file left behind by a server that died is replaced; one that somebody listens on,
/// or that is no socket, never is. The base library removes the file when the socket is closed.
/// </summary>
internal static class UnixListener
{
    /// <summary>errno ENXIO: what opening a socket's file as a file gives, and nothing else that has a name.</summary>
    private const int OpenedSocketLinux = 6;

    /// <summary>errno EOPNOTSUPP on macOS, which says the same there.</summary>
    private const int OpenedSocketMacOS = 102;

    /// <summary>Listens on a path or abstract name.</summary>
    /// <param name="address">A Unix socket's address.</param>
    /// <param name="backlog">How many clients may wait to be accepted.</param>
    /// <param name="mode">Who may connect: the file's permissions.</param>
    /// <exception cref="SocketException">It cannot be listened on.</exception>
    /// <exception cref="EndpointException">The path is taken by something that is not a socket.</exception>
    public static Socket Listen(EndpointAddress address, int backlog, UnixFileMode mode)
    {
        bool isFile = address.Kind == EndpointKind.UnixPath;
        UnixDomainSocketEndPoint endPoint = EndPointOf(address);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            Bind(socket, address, endPoint, isFile);
            if (isFile && !OperatingSystem.IsWindows())
            {
                // Nobody can connect between bind and listen, so there is no moment with the wrong permissions.
                File.SetUnixFileMode(address.Host, mode);
            }

            socket.Listen(backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The base library's form of the address, for listening and connecting.</summary>
    public static UnixDomainSocketEndPoint EndPointOf(EndpointAddress address)
    {
        // unix(7): an abstract name is a NUL byte and then the name.
        return new UnixDomainSocketEndPoint(
            address.Kind == EndpointKind.UnixAbstract ? $"\0{address.Host[1..]}" : address.Host);
    }

    private static void Bind(Socket socket, EndpointAddress address, UnixDomainSocketEndPoint endPoint, bool isFile)
    {
        try
        {
            socket.Bind(endPoint);
        }
        catch (SocketException failure) when (isFile && failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            if (!IsSocketFile(address.Host))
            {
                throw new EndpointException(
                    address,
                    failure.SocketErrorCode,
                    $"Cannot listen on {address}: a file that is not a socket is in its place. "
                    + "Remove it, or take another path.",
                    failure);
            }

            if (SomebodyListens(endPoint))
            {
                throw;
            }

            File.Delete(address.Host);
            socket.Bind(endPoint);
        }
    }

    private static bool IsSocketFile(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint);
        }

        try
        {
            if (new FileInfo(path).LinkTarget is not null)
            {
                return false;
            }

            // For reading and writing, because a FIFO opened only for reading would wait for a writer.
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete).Dispose();
            return false;
        }
        catch (IOException failure)
        {
            return failure.HResult == (OperatingSystem.IsLinux() ? OpenedSocketLinux : OpenedSocketMacOS);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool SomebodyListens(UnixDomainSocketEndPoint endPoint)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        // A listener whose backlog is full must not block the probe; it answers "would block", so it is there.
        probe.Blocking = false;
        try
        {
            probe.Connect(endPoint);
            return true;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }
}
