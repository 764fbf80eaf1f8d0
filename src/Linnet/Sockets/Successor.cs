// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.IO.Pipes;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Linnet.Sockets;

/// <summary>
/// Starts a process that listens on the sockets of this one: the same sockets, with the clients that wait in them, so that
/// there is no moment at which nobody listens and nobody whose connection is closed. See <see cref="Predecessor"/>, which
/// is how that process sees this one.
/// </summary>
internal static class Successor
{
    /// <summary>Two at once would inherit each other's descriptors.</summary>
    private static readonly Lock Gate = new();

    /// <summary>Starts it, and waits until it listens.</summary>
    /// <param name="listeners">What it is to listen on.</param>
    /// <param name="start">How it is started.</param>
    /// <param name="cancellationToken">Gives it up, and ends it.</param>
    /// <exception cref="IOException">It cannot be started, or has ended before it listened.</exception>
    /// <exception cref="InvalidOperationException">Another one is being started.</exception>
    public static async Task<Process> StartAsync(
        BoundListeners listeners, ProcessStartInfo start, CancellationToken cancellationToken)
    {
        if (!listeners.TryBeginHandOver())
        {
            // Whoever started two would stop once, and leave two behind that share the sockets.
            throw new InvalidOperationException("A successor of this server is being started. Wait until it listens or has failed.");
        }

        bool isListening = false;
        try
        {
            Process process = await StartAsync(listeners.Sockets, start, cancellationToken).ConfigureAwait(false);
            isListening = true;
            return process;
        }
        finally
        {
            listeners.EndHandOver(isListening);
        }
    }

    private static async Task<Process> StartAsync(
        IReadOnlyList<(int Place, string Address, ListeningSocket Socket)> listeners,
        ProcessStartInfo start,
        CancellationToken cancellationToken)
    {
        using AnonymousPipeServerStream pipe = new(PipeDirection.In, HandleInheritability.None);
        Process process = Start(listeners, start, pipe);
        try
        {
            await WaitUntilListeningAsync(process, pipe, cancellationToken).ConfigureAwait(false);
            return process;
        }
        catch
        {
            // Half of a successor would accept clients that nobody answers.
            End(process);
            throw;
        }
    }

    private static Process Start(
        IReadOnlyList<(int Place, string Address, ListeningSocket Socket)> listeners,
        ProcessStartInfo start,
        AnonymousPipeServerStream pipe)
    {
        List<LinuxDescriptor> copies = [];
        lock (Gate)
        {
            try
            {
                foreach ((_, _, ListeningSocket socket) in listeners)
                {
                    copies.Add(socket.CopyForSuccessor());
                }

                copies.Add(LinuxDescriptor.CopyToInherit(pipe.ClientSafePipeHandle));
                start.Environment[Predecessor.Variable] = Predecessor.Write(
                    Environment.ProcessId,
                    (int)copies[^1].DangerousGetHandle(),
                    listeners.Zip(copies, static (one, copy) => (one.Place, one.Address, Number: (int)copy.DangerousGetHandle()))
                        .GroupBy(one => (one.Place, one.Address), one => one.Number)
                        .Select(written => new PassedListeners(written.Key.Address, [.. written])));
                return Process.Start(start) ?? throw new IOException($"'{start.FileName}' could not be started.");
            }
            catch (Win32Exception failure)
            {
                throw new IOException($"The successor '{start.FileName}' cannot be started: {failure.Message}", failure);
            }
            finally
            {
                // Processes that are started from now on have nothing to do with it.
                copies.ForEach(one => one.Dispose());
                pipe.DisposeLocalCopyOfClientHandle();
                start.Environment.Remove(Predecessor.Variable);
            }
        }
    }

    private static async Task WaitUntilListeningAsync(
        Process process, AnonymousPipeServerStream pipe, CancellationToken cancellationToken)
    {
        byte[] told = new byte[1];
        Task<int> listening = pipe.ReadAsync(told, cancellationToken).AsTask();
        Task ended = process.WaitForExitAsync(cancellationToken);
        await Task.WhenAny(listening, ended).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (listening.IsCompletedSuccessfully && await listening.ConfigureAwait(false) > 0)
        {
            return;
        }

        // Whoever closes the pipe without a word is about to end.
        await ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        throw new IOException(string.Create(
            CultureInfo.InvariantCulture,
            $"The successor '{process.StartInfo.FileName}' has ended with code {process.ExitCode} before it listened. This server "
            + $"goes on. The successor has to be started directly, not by a script, and to listen at the same addresses."));
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself, or is another user's by now. What it was given up for is what is told.
        }

        process.Dispose();
    }
}
