// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Linnet.Sockets;

/// <summary>Reads the text of an <see cref="EndpointAddress"/>. Pure: asks no DNS, no interface, no file system.</summary>
internal static class EndpointParser
{
    /// <summary>What listeners that were passed on are written with.</summary>
    public const string InheritedPrefix = "inherited:";

    /// <summary>systemd.socket(5), FileDescriptorName=: a name has at most 255 characters.</summary>
    private const int LongestInheritedName = 255;

    /// <summary>The bytes of a path that fit in sockaddr_un, less the final NUL: 108 on Linux, 104 on macOS.</summary>
    private static readonly int LongestUnixPath = OperatingSystem.IsLinux() ? 107 : 103;

    private static readonly SearchValues<char> IPv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>See <see cref="EndpointAddress.TryParse"/>.</summary>
    public static bool TryParse(
        string text,
        EndpointScheme defaultScheme,
        [NotNullWhen(true)] out EndpointAddress? address,
        [NotNullWhen(false)] out string? error)
    {
        address = null;
        EndpointScheme scheme = defaultScheme;
        string rest = text;
        int? port = null;

        // A path may have what looks like the end of a scheme.
        int mark = IsUnix(text) ? -1 : text.IndexOf("://", StringComparison.Ordinal);
        if (mark >= 0)
        {
            string word = text[..mark];
            if (ReadScheme(word) is not EndpointScheme written)
            {
                error = $"'{text}' is not an address: the scheme '{word}' is not known. "
                    + "Write tcp://, udp://, http:// or https://, as in tcp://127.0.0.1:65432.";
                return false;
            }

            scheme = written;
            rest = text[(mark + 3)..];
            port = DefaultPort(scheme);
        }

        string? reason = IsUnix(rest)
            ? ReadUnix(rest["unix:".Length..], scheme, out address)
            : IsInherited(rest)
            ? ReadInherited(rest[InheritedPrefix.Length..], scheme, out address)
            : ReadInternet(WithoutRootPath(rest, mark, scheme), scheme, port, out address);
        error = reason is null ? null : $"'{text}' is not an address: {reason}";
        return reason is null;
    }

    private static bool IsUnix(string text) => text.StartsWith("unix:", StringComparison.OrdinalIgnoreCase);

    private static bool IsInherited(string text) => text.StartsWith(InheritedPrefix, StringComparison.OrdinalIgnoreCase);

    private static EndpointScheme? ReadScheme(string word)
    {
        // RFC 3986 §3.1: schemes are case-insensitive.
        return word.ToUpperInvariant() switch
        {
            "TCP" => EndpointScheme.Tcp,
            "UDP" => EndpointScheme.Udp,
            "HTTP" => EndpointScheme.Http,
            "HTTPS" => EndpointScheme.Https,
            _ => null,
        };
    }

    private static int? DefaultPort(EndpointScheme scheme)
    {
        return scheme switch
        {
            // RFC 9110 §4.2.1, §4.2.2: an http URI without a port means 80, https 443.
            EndpointScheme.Http => 80,
            EndpointScheme.Https => 443,
            EndpointScheme.Tcp or EndpointScheme.Udp => null,
        };
    }

    /// <summary>A browser's address bar adds a slash to <c>http://localhost:8080</c>; it says nothing, so it may stay.</summary>
    private static string WithoutRootPath(string rest, int mark, EndpointScheme scheme)
    {
        bool isUri = mark >= 0 && scheme is EndpointScheme.Http or EndpointScheme.Https;
        return isUri && rest.EndsWith('/') ? rest[..^1] : rest;
    }

    private static string? ReadUnix(string name, EndpointScheme scheme, out EndpointAddress? address)
    {
        address = null;
        if (scheme == EndpointScheme.Udp)
        {
            return "udp:// does not go with a Unix socket. Write unix:/run/app.sock or udp://127.0.0.1:65432.";
        }

        bool isAbstract = name.StartsWith('@');
        if (name.Length == (isAbstract ? 1 : 0))
        {
            return "the path after 'unix:' is missing. Write a path or @name, as in unix:/run/app.sock or unix:@app.";
        }

        if (name.Contains('\0', StringComparison.Ordinal))
        {
            return "the path contains a NUL character. Write a plain path, as in unix:/run/app.sock.";
        }

        if (isAbstract && !OperatingSystem.IsLinux())
        {
            return $"abstract names such as '{name}' exist on Linux only. Write a path, as in unix:/tmp/app.sock.";
        }

        int length = Encoding.UTF8.GetByteCount(name);
        if (length > LongestUnixPath)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the path is {length} bytes long and a socket's path may have {LongestUnixPath}. ")
                + "Write a shorter one, as in unix:/run/app.sock.";
        }

        address = new EndpointAddress(scheme, isAbstract ? EndpointKind.UnixAbstract : EndpointKind.UnixPath, name, 0);
        return null;
    }

    private static string? ReadInherited(string name, EndpointScheme scheme, out EndpointAddress? address)
    {
        address = null;
        if (scheme == EndpointScheme.Udp)
        {
            return "udp:// does not go with inherited listeners, which are for connections. Write http://inherited:web.";
        }

        if (!OperatingSystem.IsLinux())
        {
            return "listeners are inherited on Linux only. Write an address, as in 127.0.0.1:8080.";
        }

        if (name.Length is 0 or > LongestInheritedName)
        {
            return "after 'inherited:' belongs a name of at most 255 characters. Write the FileDescriptorName= of the systemd "
                + "socket, or * for all that the process was given, as in inherited:web or inherited:*.";
        }

        // systemd.socket(5): printable ASCII without colons, which separate the names. A slash would be a path.
        if (name.AsSpan().ContainsAnyExceptInRange('!', '~') || name.AsSpan().IndexOfAny(':', '/') >= 0)
        {
            return $"'{name}' is not the name of inherited listeners: no spaces, colons, slashes or letters beyond ASCII. "
                + "Write the FileDescriptorName= of the systemd socket, as in inherited:web.";
        }

        address = new EndpointAddress(scheme, EndpointKind.Inherited, name, 0);
        return null;
    }

    private static string? ReadInternet(string rest, EndpointScheme scheme, int? defaultPort, out EndpointAddress? address)
    {
        address = null;
        if (rest.AsSpan().IndexOfAny('/', '?', '#') is int path and >= 0)
        {
            return $"a path such as '{rest[path..]}' is not part of an address. Write only host and port, "
                + "as in 127.0.0.1:8080.";
        }

        if (rest.Contains('@', StringComparison.Ordinal))
        {
            return "a user name is not part of an address. Write only host and port, as in 127.0.0.1:8080.";
        }

        string? error = SplitHost(rest, out string host, out string? portText);
        if (error is not null)
        {
            return error;
        }

        if (host.Equals("unix", StringComparison.OrdinalIgnoreCase))
        {
            // With its port it would be written unix:80, which is the path of a socket.
            return "'unix' begins the path of a Unix socket and is no host. Write a path, as in unix:/run/app.sock.";
        }

        if (host.Equals("inherited", StringComparison.OrdinalIgnoreCase))
        {
            return "'inherited' begins the name of listeners that were passed on and is no host. Write inherited:web.";
        }

        error = ReadPort(portText, defaultPort, host, out int port);
        return error ?? ReadHost(host, rest.StartsWith('['), scheme, port, out address);
    }

    /// <summary>Cuts <c>host:port</c>; the port is null when there is no colon.</summary>
    private static string? SplitHost(string rest, out string host, out string? port)
    {
        host = rest;
        port = null;
        if (rest.StartsWith('['))
        {
            int close = rest.IndexOf(']', StringComparison.Ordinal);
            if (close < 0)
            {
                return "the closing ']' of the IPv6 address is missing. Write [::1]:8080.";
            }

            string after = rest[(close + 1)..];
            if (after.Length > 0 && after[0] != ':')
            {
                return $"'{after}' after ']' is not a port. Write [::1]:8080.";
            }

            host = rest[1..close];
            port = after.Length > 0 ? after[1..] : null;
            return null;
        }

        int colon = rest.LastIndexOf(':');
        if (colon >= 0 && rest.IndexOf(':', StringComparison.Ordinal) != colon)
        {
            // RFC 3986 §3.2.2: without brackets nobody can tell the address's last colon from the port's.
            return "an IPv6 address needs brackets around it. Write [::1]:8080.";
        }

        if (colon >= 0)
        {
            host = rest[..colon];
            port = rest[(colon + 1)..];
        }

        return null;
    }

    private static string? ReadPort(string? text, int? defaultPort, string host, out int port)
    {
        port = defaultPort ?? 0;
        string shown = host.Length == 0 ? "127.0.0.1" : host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        if (text is null && defaultPort is not null)
        {
            return null;
        }

        if (string.IsNullOrEmpty(text))
        {
            // A bare number is a port whose host is missing: people write `--listen 8080`.
            return uint.TryParse(host, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                ? $"the host is missing. Write 127.0.0.1:{host} for this machine only, *:{host} for every address."
                : $"the port is missing. Write {shown}:8080, or {shown}:0 for any free port.";
        }

        if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && !IsDigits(text))
        {
            return $"the port '{text}' is not a number. Write {shown}:8080.";
        }

        if (number > ushort.MaxValue || (number == 0 && text.AsSpan().Trim('0').Length > 0))
        {
            return $"the port {text} is too large: ports end at 65535. Write {shown}:8080.";
        }

        port = (int)number;
        return null;
    }

    private static bool IsDigits(string text) => !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static string? ReadHost(
        string host, bool inBrackets, EndpointScheme scheme, int port, out EndpointAddress? address)
    {
        address = null;
        if (inBrackets)
        {
            return ReadIPv6(host, scheme, port, out address);
        }

        if (host.Length == 0)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the host is missing. Write 127.0.0.1:{port} for this machine only, *:{port} for every address.");
        }

        if (host is "*")
        {
            address = new EndpointAddress(scheme, EndpointKind.Any, host, port);
            return null;
        }

        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            // RFC 6761 §6.3: localhost is the loopback address and DNS is not asked.
            address = new EndpointAddress(scheme, EndpointKind.Loopback, "localhost", port);
            return null;
        }

        return EndsInNumber(host)
            ? ReadIPv4(host, scheme, port, out address)
            : ReadName(host, scheme, port, out address);
    }

    private static string? ReadIPv6(string host, EndpointScheme scheme, int port, out EndpointAddress? address)
    {
        address = null;
        int percent = host.IndexOf('%', StringComparison.Ordinal);
        string digits = percent < 0 ? host : host[..percent];
        string? zone = percent < 0 ? null : host[(percent + 1)..];
        if (zone is { Length: 0 })
        {
            return "the zone after '%' is missing. Write [fe80::1%eth0]:8080.";
        }

        // IPAddress.Parse takes prefixes, nested brackets and zones; the characters rule them out beforehand.
        if (digits.AsSpan().ContainsAnyExcept(IPv6Characters)
            || !IPAddress.TryParse(digits, out IPAddress? parsed)
            || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return $"'{digits}' in brackets is not an IPv6 address. Write [::1]:8080.";
        }

        address = new EndpointAddress(scheme, EndpointKind.Address, host, port, parsed);
        return null;
    }

    /// <summary>
    /// Whether the last label starts with a digit, as in <c>127.0.0.1</c>, <c>127.1</c> and <c>10.0.0.0x1</c>. No
    /// top-level domain does, so such a host can only be meant as an IPv4 address (the URL standard's rule).
    /// </summary>
    private static bool EndsInNumber(string host)
    {
        string trimmed = host.TrimEnd('.');
        int label = trimmed.LastIndexOf('.') + 1;
        return label < trimmed.Length && char.IsAsciiDigit(trimmed[label]);
    }

    private static string? ReadIPv4(string host, EndpointScheme scheme, int port, out EndpointAddress? address)
    {
        address = null;
        string[] parts = host.Split('.');
        byte[] bytes = new byte[4];
        bool isGood = parts.Length == bytes.Length;
        for (int i = 0; isGood && i < bytes.Length; i++)
        {
            string part = parts[i];
            // A leading zero means octal to some programs and nothing to others.
            isGood = (part.Length == 1 || !part.StartsWith('0'))
                && byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i]);
        }

        if (!isGood)
        {
            return $"the host '{host}' is not an IPv4 address: four numbers from 0 to 255. Write 127.0.0.1:8080.";
        }

        address = new EndpointAddress(scheme, EndpointKind.Address, host, port, new IPAddress(bytes));
        return null;
    }

    private static string? ReadName(string host, EndpointScheme scheme, int port, out EndpointAddress? address)
    {
        address = null;
        // RFC 1035 §2.3.4: a name has 253 characters at most as text, a label 63.
        bool isGood = host.Length <= 253;
        foreach (Range range in host.AsSpan().TrimEnd('.').Split('.'))
        {
            ReadOnlySpan<char> label = host.AsSpan()[range];
            isGood &= label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-';
        }

        foreach (char character in host)
        {
            // Letters beyond ASCII are left to DNS, which encodes them; underscores are in real names.
            isGood &= char.IsLetterOrDigit(character) || character is '-' or '.' or '_';
        }

        if (!isGood)
        {
            return $"the host '{host}' is neither an address nor a host name. Write 127.0.0.1:8080.";
        }

        address = new EndpointAddress(scheme, EndpointKind.Name, host, port);
        return null;
    }
}
