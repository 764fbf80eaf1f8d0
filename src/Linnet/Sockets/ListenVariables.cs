// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Linnet.Sockets;

/// <summary>
/// The variables by which systemd tells a process what it has been given to listen on: sd_listen_fds(3). Read only when an
/// address asks for it.
/// </summary>
/// <param name="Process">LISTEN_PID: for which process they are. Its children see them too, but have no such descriptors.</param>
/// <param name="Count">LISTEN_FDS: how many there are.</param>
/// <param name="Names">LISTEN_FDNAMES: what they are called, with colons between; not there before systemd 227.</param>
internal sealed record ListenVariables(string? Process, string? Count, string? Names)
{
    /// <summary>Asks for every descriptor, whatever it is called.</summary>
    public const string All = "*";

    /// <summary>SD_LISTEN_FDS_START: the first is behind standard input, output and error.</summary>
    private const int First = 3;

    /// <summary>More than anybody passes, and less than what a text could make a loop run for.</summary>
    private const int Most = 1024;

    /// <summary>sd_listen_fds_with_names(3): what a descriptor is called that has no name.</summary>
    private const string Nameless = "unknown";

    private const string Remedy = "Start it by a systemd socket unit, or write an address such as 127.0.0.1:8080.";

    /// <summary>The variables of this process.</summary>
    public static ListenVariables OfThisProcess() => new(
        Environment.GetEnvironmentVariable("LISTEN_PID"),
        Environment.GetEnvironmentVariable("LISTEN_FDS"),
        Environment.GetEnvironmentVariable("LISTEN_FDNAMES"));

    /// <summary>The descriptors of a name.</summary>
    /// <param name="wanted">The name, or <see cref="All"/>.</param>
    /// <param name="thisProcess">The process that asks.</param>
    /// <param name="error">Why there are none, in a sentence that says what to do.</param>
    public IReadOnlyList<PassedDescriptor> Find(string wanted, int thisProcess, out string? error)
    {
        error = Refuse(thisProcess, out int count);
        if (error is not null)
        {
            return [];
        }

        string[] names = string.IsNullOrEmpty(Names) ? [.. Enumerable.Repeat(Nameless, count)] : Names.Split(':');
        if (names.Length != count)
        {
            error = string.Create(
                CultureInfo.InvariantCulture, $"LISTEN_FDS says {count} and LISTEN_FDNAMES names {names.Length}. ") + Remedy;
            return [];
        }

        PassedDescriptor[] found =
        [
            .. names.Select((name, place) => new PassedDescriptor(First + place, name))
                .Where(one => wanted is All || string.Equals(one.Name, wanted, StringComparison.Ordinal)),
        ];
        if (found.Length == 0)
        {
            error = $"none of the listeners that the process was given is called '{wanted}', only "
                + $"{string.Join(", ", names.Distinct(StringComparer.Ordinal).Select(name => $"'{name}'"))}. Write one of these, or "
                + $"FileDescriptorName={wanted} in the systemd socket unit.";
        }

        return found;
    }

    private string? Refuse(int thisProcess, out int count)
    {
        count = 0;
        if (string.IsNullOrEmpty(Count) || string.IsNullOrEmpty(Process))
        {
            return $"the process was given no listeners: LISTEN_FDS and LISTEN_PID are not set. {Remedy}";
        }

        // sd_listen_fds(3): what is for another process is not for this one.
        if (!int.TryParse(Process, NumberStyles.None, CultureInfo.InvariantCulture, out int process) || process != thisProcess)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the listeners are for process {Process} (LISTEN_PID), and this is process {thisProcess}. ")
                + "Have systemd start the program itself, or write exec before it in the script that does.";
        }

        return int.TryParse(Count, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is > 0 and <= Most
            ? null
            : $"LISTEN_FDS is '{Count}', which is not a number of listeners. {Remedy}";
    }
}
