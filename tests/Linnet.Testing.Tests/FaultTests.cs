// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

using Linnet.Conformance;
using Linnet.Load.Faults;

using Xunit;

namespace Linnet.Testing.Tests;

/// <summary>Every call of a socket, a file, a buffer or a timer fails once, at its own place in the code.</summary>
public sealed class FaultTests(FaultFixture fixture) : IClassFixture<FaultFixture>
{
    private const string Memory = "OutOfMemoryException";

    /// <summary>What no scene passes, and why; or not each time.</summary>
    private static readonly Dictionary<string, string> NotPassed = new(StringComparer.Ordinal)
    {
        ["Linnet.Protocol.Text.Token.AllowedInValue: new Byte[]"] = "once in a process",
        ["Linnet.Protocol.Text.Token.SendableInValue: new Char[]"] = "once in a process",
        ["Linnet.Protocol.Representations.EntityTag.AllowedInside: new Byte[]"] = "once in a process",
        ["Linnet.Files.ListingAssets.Read: new Byte[]"] = "once in a process",
        ["Linnet.Files.MemoryFiles.FromResources: new Byte[]"] = "before a server is made",
        ["Linnet.Files.MemoryFiles.TryFind: new Char[]"] = "for paths that are longer than any here",
        ["Linnet.Files.ListingBuffer.Room: ArrayPool`1.Rent"] = "for rows that are longer than any here",
        ["Linnet.Tls.LoadedCertificate.FromStore: X509Store.Open"] = "needs a certificate in this machine's store",
        ["Linnet.Tls.LoadedCertificate.Usable: X509CertificateLoader.LoadPkcs12"] = "Windows",
        ["Linnet.Tls.TlsConnection.ConnectAsync: SslStream.AuthenticateAsClientAsync"] = "the client's end, for tests",
        ["Linnet.Sockets.Connector.AskDnsAsync: Dns.GetHostAddressesAsync"] = "needs a network",
        ["Linnet.Sockets.DatagramLoop.PauseAsync: Task.Delay"] = "after another failure",
        ["Linnet.Sockets.AcceptLoop.PauseAsync: Task.WaitAsync"] = "after another failure",
        ["Linnet.Sockets.DatagramSocket..ctor: new Byte[]"] = "Windows",
        ["Linnet.Sockets.DatagramSocket..ctor: Socket.IOControl"] = "Windows",
        ["Linnet.Sockets.InternetBinder.Bind: Socket.set_ExclusiveAddressUse"] = "Windows",
        ["Linnet.Sockets.SocketListener.TryAcceptPending: Socket.Accept"] = "a client in the moment of the stop",
        ["Linnet.Sockets.ThreadTimes.Read: File.OpenHandle"] = "a thread that looks stuck",
        ["Linnet.Sockets.ThreadTimes.Read: RandomAccess.Read"] = "a thread that looks stuck",
        ["Linnet.Sockets.UnixListener.IsSocketFile: File.GetAttributes"] = "Windows",
        ["Linnet.Files.HandleStatus.Of: File.GetAttributes"] = "Windows and macOS",
        ["Linnet.Files.HandleStatus.Of: File.GetLastWriteTimeUtc"] = "Windows and macOS",
        ["Linnet.Files.HandleStatus.Of: RandomAccess.GetLength"] = "Windows and macOS",
        ["Linnet.Files.LinuxFileTree.Describe: UnixFileCalls.Close"] = "after another failure",
        ["Linnet.Files.LinuxFileTree.Describe: UnixFileCalls.Close #2"] = "a pipe or a device in the folder",
        ["Linnet.Files.UploadCopy.Copy: ArrayPool`1.Rent"] = "a mount between two folders",
        ["Linnet.Files.UploadCopy.Copy: RandomAccess.Read"] = "a mount between two folders",
        ["Linnet.Files.UploadCopy.Copy: RandomAccess.Write"] = "a mount between two folders",
        ["Linnet.Sockets.Predecessor.TellListening: LinuxSocketCalls.Write"] = "a process that is followed",
        ["Linnet.Sockets.Successor.WaitUntilListeningAsync: new Byte[]"] = "a process that follows",
        ["Linnet.Sockets.Successor.WaitUntilListeningAsync: Task.WaitAsync"] = "a process that follows",
        ["Linnet.WebSockets.Conversation.ReceiveAsync: Task.WaitAsync"] = "two who close at once",
        ["Linnet.WebSockets.Conversation.CloseAsync: Task.WaitAsync"] = "two who close at once",
    };

    [Fact]
    [Attack("FT-02"), Attack("FT-03"), Attack("FT-04")]
    public async Task Every_call_site_fails_once_and_leaves_everything_as_it_was()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process holds is looked at on Linux.");
        await using FaultRun run = new();
        await run.LookAsync(FaultScene.All);
        Assert.Empty(run.Findings);
        string[] forgotten = [.. run.NotPassed.Select(site => site.Name).Except(NotPassed.Keys)];
        Assert.Empty(forgotten);

        await run.FailEachOnceAsync();
        Assert.True(run.Findings.Count == 0, string.Join('\n', run.Findings.Concat(run.Details)));
        Assert.InRange(run.Faults, run.Sites.Count - NotPassed.Count, run.Sites.Count);
    }

    [Fact]
    public void A_place_that_is_no_more_has_no_reason()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no woven copy elsewhere.");
        Assert.Empty(NotPassed.Keys.Except(fixture.Run.Sites.Select(site => site.Name)));
    }

    [Fact]
    public void A_call_that_nobody_has_thought_of_stops_the_weaving()
    {
        Assert.Throws<InvalidDataException>(() => FailureTable.OfNative("LinuxSocketCalls", "Listen"));
        Assert.Throws<InvalidDataException>(() => FailureTable.OfLibrary("System.IO.FileStream", ".ctor"));
        Assert.Empty(FailureTable.OfLibrary("System.String", "Concat"));
        Assert.NotEmpty(FailureTable.OfLibrary("System.IO.File", "ReadAllText"));
    }

    // What the first runs found, each as it was found.
    [Theory]
    [InlineData("http", "GatherBuffer.Rent", 1, Memory, "a write that failed at once kept its exchange, and its connection, for ever")]
    [InlineData("http", "ParameterList.Grow", 2, Memory, "the fields of a form kept what they had rented")]
    [InlineData("http", "EventLoop.Stop", 1, "EINTR", "an interrupted bell left a loop waiting for ever")]
    [InlineData("http", "LoopMonitor.Start", 1, Memory, "loops that could not be watched stayed")]
    [InlineData("http", "LoopThread.TryBegin", 1, Memory, "loops without a thread stayed")]
    [InlineData("http", "RuntimeThreads.StartTimerThread", 1, Memory, "a server that did not start went on listening")]
    [InlineData("middleware", "Ending.WaitAsync: Task.WaitAsync #2", 1, Memory, "a stop that found no timer did not stop")]
    [InlineData("websockets", "FrameSender.SendWaitingAsync", 1, Memory, "a message that could not be sent kept all others")]
    [InlineData("websockets", "Conversation.ReceiveOnceAsync", 1, Memory, "a close that failed kept what it had rented")]
    [InlineData("files", "FolderEntries.Grow", 2, Memory, "a folder that could not be read kept what it had rented")]
    [InlineData("files", "LinuxFileTree.TryGetStatus", 1, "ENOMEM", "a listing left out what could not be asked for")]
    [InlineData("files", "LinuxFileTree.StatusOf: LinuxFileCalls.Statx", 1, "EIO", "a file that was not known was not there")]
    [InlineData("files", "LinuxFileTree.ReadAndClose: ArrayPool", 1, Memory, "a file that could not be read stayed open")]
    [InlineData("files", "LinuxFileTree.ReadAll: UnixFileCalls.Read", 1, "EIO", "a file that could not be read kept its array")]
    [InlineData("uploads", "UploadFolders.Find: new", 1, Memory, "a timer that found no memory ended the process")]
    [InlineData("uploads", "UploadFolder.Open: ", 1, "EMFILE", "an upload was gone when no file could be opened")]
    [InlineData("uploads", "UploadFolder.OpenFolder: LinuxUploadCalls.OpenAt", 7, "EMFILE", "an upload was gone for want of a handle")]
    [InlineData("uploads", "UploadFolder.TakeLock", 2, "ENOLCK", "an upload was somebody else's when no lock could be made")]
    [InlineData("files", "FileAnswers.TryServePage", 2, Memory, "a long path kept what it had rented")]
    [InlineData("uploads", "LinuxFileTree.StatusOf: LinuxFileCalls.Statx", 11, "ENOMEM", "an upload was gone when it was not known")]
    [InlineData("transports", "InheritedListeners.Take", 1, "TooManyOpenSockets", "a listener that could not be taken stayed open")]
    [InlineData("transports", "DatagramLoop.TryReceiveAsync: GC", 1, Memory, "a server of datagrams was deaf from the beginning")]
    [InlineData("transports", "DatagramRun.RunAsync", 1, Memory, "a datagram without a timer kept its place for ever")]
    public async Task What_was_found_stays_mended(string scene, string name, int pass, string failure, string found)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no woven copy elsewhere.");
        FaultRun run = fixture.Run;
        CallSite site = run.Sites.First(site => site.Name.Contains(name, StringComparison.Ordinal));
        int faults = run.Faults;
        await run.FailAsync(scene, site, pass, failure);
        Assert.True(run.Findings.Count == 0, $"{found}: {string.Join('\n', run.Findings.Concat(run.Details))}");
        Assert.Equal(faults + 1, run.Faults);
    }
}
