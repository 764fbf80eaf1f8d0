// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace Linnet.Load.Faults;

/// <summary>
/// Which calls can fail and how: the calls of the system, by their manual pages, and what the base library says of its own. What
/// belongs to a watched type and is in neither list stops the weaving, so that a new kind of call is not forgotten.
/// </summary>
internal static class FailureTable
{
    private const string Memory = nameof(OutOfMemoryException);

    private static readonly string[] Disk = [nameof(IOException), nameof(UnauthorizedAccessException)];

    private static readonly string[] Accepting =
    [
        nameof(SocketError.TooManyOpenSockets), nameof(SocketError.ConnectionAborted),
        nameof(SocketError.NoBufferSpaceAvailable), nameof(SocketError.Interrupted),
    ];

    private static readonly string[] Transferring =
        [nameof(SocketError.ConnectionReset), nameof(SocketError.NoBufferSpaceAvailable), nameof(SocketError.TimedOut)];

    /// <summary>Native calls, by the name they have in our code.</summary>
    private static readonly FrozenDictionary<string, string[]> Natives = new Dictionary<string, string[]>
    {
        // Waiting for one of ours: EAGAIN is not here, because after it the system owes an event that nobody would send.
        ["LinuxSocketCalls.CreateEpoll"] = ["EMFILE", "ENFILE", "ENOMEM"],
        ["LinuxSocketCalls.ControlEpoll"] = ["ENOMEM", "ENOSPC"],
        ["LinuxSocketCalls.WaitEpoll"] = ["EINTR"],
        ["LinuxSocketCalls.CreateEventCounter"] = ["EMFILE", "ENFILE", "ENOMEM"],
        ["LinuxSocketCalls.Write"] = ["EINTR"],
        ["LinuxSocketCalls.Accept"] =
            ["EMFILE", "ECONNABORTED", "EINTR", "ENFILE", "ENOBUFS", "ENOMEM", "EPROTO", "EPERM"],
        ["LinuxSocketCalls.LocalAddress"] = ["ENOBUFS"],
        ["LinuxSocketCalls.Receive"] = ["ECONNRESET", "EINTR", "ENOMEM", "ETIMEDOUT"],
        ["LinuxSocketCalls.Send"] = ["EPIPE", "ECONNRESET", "EINTR", "ENOBUFS", "ENOMEM"],
        ["LinuxSocketCalls.SendFile"] = ["EIO", "ECONNRESET", "EINTR", "ENOMEM", "EPIPE"],
        ["LinuxSocketCalls.Shutdown"] = ["ENOTCONN", "ENOBUFS"],
        ["LinuxSocketCalls.SetLinger"] = ["ENOMEM"],
        ["LinuxSocketCalls.Option"] = ["ENOBUFS"],
        ["LinuxSocketCalls.Duplicate"] = ["EMFILE"],
        ["LinuxSocketCalls.Control"] = ["EMFILE"],

        // These have closed all the same (close(2), NOTES).
        ["LinuxSocketCalls.Close"] = ["EIO", "EINTR"],
        ["UnixFileCalls.Close"] = ["EIO", "EINTR"],

        ["LinuxFileCalls.OpenAt2"] = ["EIO", "EAGAIN", "EINTR", "EMFILE", "ENFILE", "ENOMEM"],
        ["LinuxFileCalls.Statx"] = ["EIO", "ENOMEM"],
        ["LinuxFileCalls.ReadFolder"] = ["EIO"],
        ["UnixFileCalls.OpenAt"] = ["EIO", "EINTR", "EMFILE", "ENFILE", "ENOMEM"],
        ["UnixFileCalls.Read"] = ["EIO", "EINTR"],
        ["LinuxUploadCalls.OpenAt"] = ["ENOSPC", "EACCES", "EDQUOT", "EINTR", "EMFILE", "EROFS"],
        ["LinuxUploadCalls.LinkAt"] = ["EIO", "EACCES", "EDQUOT", "ENOSPC", "EXDEV"],
        ["LinuxUploadCalls.RenameAt2"] = ["EIO", "EACCES", "EDQUOT", "ENOSPC", "EXDEV"],
        ["LinuxUploadCalls.MakeFolderAt"] = ["ENOSPC", "EACCES", "EDQUOT", "EROFS"],
        ["LinuxUploadCalls.UnlinkAt"] = ["EIO", "EACCES"],
        ["LinuxUploadCalls.Flush"] = ["EIO", "EDQUOT", "EINTR", "ENOSPC"],
        ["LinuxUploadCalls.Lock"] = ["ENOLCK"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Calls of the base library by type and name; a type's own name stands for all that it has and no line names.</summary>
    private static readonly FrozenDictionary<string, string[]> Library = new Dictionary<string, string[]>
    {
        ["System.Net.Sockets.Socket"] = [nameof(SocketError.NoBufferSpaceAvailable)],
        ["System.Net.Sockets.Socket..ctor"] =
            [nameof(SocketError.TooManyOpenSockets), nameof(SocketError.NoBufferSpaceAvailable)],
        ["System.Net.Sockets.Socket.Bind"] = [nameof(SocketError.AddressAlreadyInUse), nameof(SocketError.AccessDenied)],
        ["System.Net.Sockets.Socket.Listen"] = [nameof(SocketError.AddressAlreadyInUse)],
        ["System.Net.Sockets.Socket.Accept"] = Accepting,
        ["System.Net.Sockets.Socket.AcceptAsync"] = Accepting,
        ["System.Net.Sockets.Socket.Connect"] = [nameof(SocketError.ConnectionRefused), nameof(SocketError.TimedOut)],
        ["System.Net.Sockets.Socket.ConnectAsync"] = [nameof(SocketError.ConnectionRefused), nameof(SocketError.TimedOut)],
        ["System.Net.Sockets.Socket.ReceiveAsync"] = Transferring,
        ["System.Net.Sockets.Socket.ReceiveFromAsync"] = Transferring,
        ["System.Net.Sockets.Socket.SendAsync"] = [.. Transferring, nameof(SocketError.Shutdown)],
        ["System.Net.Sockets.Socket.SendToAsync"] = Transferring,
        ["System.Net.Sockets.Socket.Shutdown"] = [nameof(SocketError.NotConnected)],
        ["System.Net.Sockets.Socket.get_RemoteEndPoint"] = [nameof(SocketError.NotConnected)],
        ["System.Net.Dns"] = [nameof(SocketError.TryAgain), nameof(SocketError.HostNotFound)],
        ["System.Net.Security.SslStream"] = [nameof(IOException)],
        ["System.Net.Security.SslStream.AuthenticateAsServerAsync"] = [nameof(AuthenticationException), nameof(IOException)],
        ["System.Net.Security.SslStream.AuthenticateAsClientAsync"] = [nameof(AuthenticationException), nameof(IOException)],
        ["System.Net.Security.SslStreamCertificateContext"] = [nameof(CryptographicException)],
        ["System.IO.RandomAccess"] = Disk,
        ["System.IO.RandomAccess.WriteAsync"] = [nameof(IOException)],
        ["System.IO.File"] = Disk,
        ["System.IO.FileInfo.get_Length"] = Disk,
        ["System.IO.FileSystemInfo.get_LastWriteTimeUtc"] = Disk,
        ["System.IO.FileSystemInfo.get_LinkTarget"] = Disk,
        ["System.IO.FileSystemInfo.ResolveLinkTarget"] = Disk,
        ["System.IO.DriveInfo.get_AvailableFreeSpace"] = Disk,
        ["System.IO.Compression.BrotliStream..ctor"] = [Memory],
        ["System.IO.Compression.DeflateStream..ctor"] = [Memory],
        ["System.IO.Compression.GZipStream..ctor"] = [Memory],
        ["System.IO.Compression.ZLibStream..ctor"] = [Memory],
        ["System.Security.Cryptography.X509Certificates.X509CertificateLoader"] = [nameof(CryptographicException)],
        ["System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile"] =
            [nameof(IOException), nameof(CryptographicException)],
        ["System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromEncryptedPemFile"] =
            [nameof(IOException), nameof(CryptographicException)],
        ["System.Security.Cryptography.X509Certificates.X509Certificate2Collection.ImportFromPemFile"] =
            [nameof(IOException), nameof(CryptographicException)],
        ["System.Security.Cryptography.X509Certificates.X509Store.Open"] = [nameof(CryptographicException)],
        ["System.Buffers.ArrayPool`1.Rent"] = [Memory],
        ["System.GC.AllocateUninitializedArray"] = [Memory],
        ["System.Threading.Thread.UnsafeStart"] = [Memory],
        ["System.Threading.Timer..ctor"] = [Memory],
        ["System.TimeProvider.CreateTimer"] = [Memory],
        ["System.Threading.Tasks.Task.Delay"] = [Memory],
        ["System.Threading.Tasks.Task.WaitAsync"] = [Memory],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What of the watched types does not fail for want of something, or fails in another line of the table.</summary>
    private static readonly FrozenSet<string> Harmless = FrozenSet.ToFrozenSet(
        [
            // Numbers and objects that are there already.
            "System.Net.Sockets.Socket.get_OSSupportsIPv6",
            "System.Net.Sockets.Socket.get_ProtocolType",
            "System.Net.Sockets.Socket.get_SafeHandle",
            "System.Net.Sockets.SocketException",
            "System.Net.Sockets.UnixDomainSocketEndPoint",
            "System.Net.Security.SslStream..ctor",
            "System.Net.Security.SslStream.get_RemoteCertificate",
            "System.IO.FileInfo..ctor",
            "System.IO.FileSystemInfo.get_FullName",
            "System.IO.DriveInfo..ctor",
            "System.Buffers.ArrayPool`1.get_Shared",

            // They promise not to throw.
            "System.Net.Sockets.Socket.Close",
            "System.Net.Sockets.Socket.Dispose",
            "System.IO.Directory.Exists",
            "System.IO.File.Exists",
            "System.IO.FileSystemInfo.get_Exists",
            "LinuxSocketCalls.ThreadNumber",
            "LinuxSocketCalls.ParentProcess",

            // Watched as a pair with Rent.
            "System.Buffers.ArrayPool`1.Return",
        ],
        StringComparer.Ordinal);

    /// <summary>Types of which every call is in one of the lists.</summary>
    private static readonly FrozenSet<string> Watched = FrozenSet.ToFrozenSet(
        [
            "System.Net.Sockets.Socket", "System.Net.Sockets.TcpClient", "System.Net.Sockets.TcpListener",
            "System.Net.Sockets.UdpClient", "System.Net.Sockets.NetworkStream", "System.Net.Sockets.SocketAsyncEventArgs",
            "System.Net.Dns", "System.Net.Security.SslStream",
            "System.IO.RandomAccess", "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.IO.FileInfo",
            "System.IO.DirectoryInfo", "System.IO.FileSystemInfo", "System.IO.DriveInfo", "System.IO.StreamReader",
            "System.IO.StreamWriter", "System.IO.FileSystemWatcher", "System.Buffers.ArrayPool`1", "System.Buffers.MemoryPool`1",
            "System.Runtime.InteropServices.NativeMemory",
        ],
        StringComparer.Ordinal);

    /// <summary>What fails when an array is made.</summary>
    public static IReadOnlyList<string> OfArray { get; } = [Memory];

    /// <summary>How a native call fails; none when it does not.</summary>
    /// <exception cref="InvalidDataException">The table does not know it.</exception>
    public static IReadOnlyList<string> OfNative(string type, string name)
    {
        string key = $"{type}.{name}";
        return Natives.TryGetValue(key, out string[]? failures) ? failures
            : Harmless.Contains(key) ? []
            : throw new InvalidDataException($"FailureTable does not say how {key} fails.");
    }

    /// <summary>How a call of the base library fails; none when it does not, or is not watched.</summary>
    /// <exception cref="InvalidDataException">Its type is watched, and the table does not know it.</exception>
    public static IReadOnlyList<string> OfLibrary(string type, string name)
    {
        string key = $"{type}.{name}";
        return Harmless.Contains(key) || Harmless.Contains(type) ? []
            : Library.TryGetValue(key, out string[]? failures) || Library.TryGetValue(type, out failures) ? failures
            : !Watched.Contains(type) ? []
            : throw new InvalidDataException($"FailureTable does not say how {key} fails.");
    }
}
