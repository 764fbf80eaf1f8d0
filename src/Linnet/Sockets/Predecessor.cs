// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;

namespace Linnet.Sockets;

/// <summary>
/// The server in the parent process that has started this one as its <see cref="Successor"/>: what it listens on, and whom to
/// tell that it may go. There is one when the parent says so in a variable of the environment that names the parent itself:
/// whoever inherits the variable from further up is not meant.
/// </summary>
/// <remarks>
/// The variable has the number of the parent's process, that of the descriptor of a pipe, and then for each address, as often as
/// it was written, descriptors and the address: <c>4711 91 87,88=http%3A%2F%2Flocalhost%3A8080</c>.
/// </remarks>
internal sealed class Predecessor
{
    /// <summary>The name of the variable.</summary>
    public const string Variable = "LINNET_LISTENERS";

    private static readonly Lazy<Predecessor?> OfThis = new(Find);

    private readonly Lock _gate = new();

    /// <summary>What was passed on; nothing any more once it has been told.</summary>
    private readonly List<PassedListeners> _listeners;
    private readonly int _pipe;

    private Predecessor(int pipe, List<PassedListeners> listeners)
    {
        _pipe = pipe;
        _listeners = listeners;
    }

    /// <summary>That of this process; null when it was started in any other way.</summary>
    public static Predecessor? OfThisProcess => OfThis.Value;

    /// <summary>Reads the variable; false when it is not for a child of that process.</summary>
    public static bool TryRead(string? text, int parent, [NotNullWhen(true)] out Predecessor? predecessor)
    {
        predecessor = null;
        string[] parts = text?.Split(' ') ?? [];
        if (parts.Length < 2 || !TryReadNumber(parts[0], out int process) || process != parent
            || !TryReadDescriptor(parts[1], out int pipe))
        {
            return false;
        }

        List<PassedListeners> listeners = [];
        foreach (string part in parts.AsSpan(2))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !TryReadDescriptors(part[..equals], out List<int> numbers))
            {
                return false;
            }

            listeners.Add(new PassedListeners(Uri.UnescapeDataString(part[(equals + 1)..]), numbers));
        }

        predecessor = new Predecessor(pipe, listeners);
        return true;
    }

    /// <summary>Writes the variable.</summary>
    public static string Write(int process, int pipe, IEnumerable<PassedListeners> listeners)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{process} {pipe}");
        foreach (PassedListeners one in listeners)
        {
            string numbers = string.Join(',', one.Numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
            text += $" {numbers}={Uri.EscapeDataString(one.Address)}";
        }

        return text;
    }

    /// <summary>
    /// Listens on copies of what it listens on at an address; none when it does not listen there, has been told, or somebody in
    /// this process has them already: where the address was written twice, the second time gives what was passed second. The
    /// passed descriptors stay until then, so that a server that could not start may try again.
    /// </summary>
    /// <exception cref="EndpointException">One of them cannot be listened on.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The process has no descriptor left for a copy.</exception>
    public IReadOnlyList<ListeningSocket> Take(EndpointAddress address)
    {
        string text = address.ToString();
        lock (_gate)
        {
            return _listeners.Find(one => one.IsFor(text))?.Take(address) ?? [];
        }
    }

    /// <summary>
    /// Tells it that its listeners are served here, once, when one of them is at one of the addresses. Those of other addresses
    /// are closed with that: nobody would ever accept their clients.
    /// </summary>
    /// <param name="served">Where a server of this process has begun to accept.</param>
    public void TellListening(IReadOnlyCollection<string> served)
    {
        lock (_gate)
        {
            if (!_listeners.Exists(one => served.Contains(one.Address, StringComparer.Ordinal)))
            {
                return;
            }

            foreach (int number in _listeners.SelectMany(one => one.Numbers))
            {
                new LinuxDescriptor(number).Dispose();
            }

            _listeners.Clear();
        }

        using LinuxDescriptor pipe = new(_pipe);
        byte one = 1;
        while (LinuxSocketCalls.Write(pipe, in one, 1) < 0 && Marshal.GetLastPInvokeError() == LinuxSocketCalls.Interrupted)
        {
            // Who is not told serves on beside us.
        }
    }

    private static Predecessor? Find()
    {
        if (!OperatingSystem.IsLinux()
            || !TryRead(
                Environment.GetEnvironmentVariable(Variable), LinuxSocketCalls.ParentProcess(), out Predecessor? predecessor)
            || !InheritedListeners.TryCloseOnExec(predecessor._pipe))
        {
            return null;
        }

        // Neither the variable nor the descriptors are for processes that this one starts.
        Environment.SetEnvironmentVariable(Variable, null);
        foreach (int number in predecessor._listeners.SelectMany(one => one.Numbers))
        {
            InheritedListeners.TryCloseOnExec(number);
        }

        return predecessor;
    }

    private static bool TryReadDescriptors(string text, out List<int> numbers)
    {
        numbers = [];
        foreach (string part in text.Split(','))
        {
            if (!TryReadDescriptor(part, out int number))
            {
                return false;
            }

            numbers.Add(number);
        }

        return true;
    }

    private static bool TryReadDescriptor(string text, out int number) =>
        TryReadNumber(text, out number) && number >= InheritedListeners.LeastNumber;

    private static bool TryReadNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
