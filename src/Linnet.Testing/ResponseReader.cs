// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Linnet.Sockets;

namespace Linnet.Testing;

/// <summary>
/// Reads responses from a connection as the strictest client would: what is not exactly as RFC 9112 and our own promises
/// have it is an <see cref="InvalidDataException"/>. Knows nothing of the code that wrote them.
/// </summary>
internal sealed partial class ResponseReader(Connection connection)
{
    private const RegexOptions Explicit = RegexOptions.ExplicitCapture;
    private const int LongestMatch = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly List<byte> _unread = [];

    /// <summary>What has been received and belongs to no response that was read.</summary>
    public int UnreadBytes => _unread.Count;

    /// <summary>Reads a response, final or 1xx.</summary>
    /// <param name="toHead">True when it answers HEAD, and so has no body whatever its head says.</param>
    public async Task<ReceivedResponse> ReadAsync(bool toHead = false)
    {
        string head = await ReadHeadAsync().ConfigureAwait(false);
        string[] lines = head[..^4].Split("\r\n");
        Match status = StatusLine().Match(lines[0]);
        Require(status.Success, $"Not a status line: {lines[0]}");
        ReceivedResponse response = new()
        {
            Status = int.Parse(status.Groups["status"].Value, CultureInfo.InvariantCulture),
            Head = head,
            Fields = [.. lines.Skip(1).Select(ParseField)],
        };
        CheckFields(response);
        await ReadBodyAsync(response, toHead).ConfigureAwait(false);
        return response;
    }

    /// <summary>Receives until the end: true for an orderly one, false for a reset. What came before is dropped.</summary>
    public async Task<bool> ReadToEndAsync()
    {
        try
        {
            while (await ReceiveAsync().ConfigureAwait(false))
            {
                // Only the end is of interest.
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static KeyValuePair<string, string> ParseField(string line)
    {
        Match match = FieldLine().Match(line);
        Require(match.Success, $"Not a field line: {line}");
        return new(match.Groups["name"].Value, match.Groups["value"].Value);
    }

    private static void CheckFields(ReceivedResponse response)
    {
        bool isInterim = response.Status < 200;
        bool isBodiless = isInterim || response.Status is 204 or 304;
        string? length = response["Content-Length"];
        string? coding = response["Transfer-Encoding"];
        Require(length is null || coding is null, "Both Content-Length and Transfer-Encoding.");
        Require(length is null || Length().IsMatch(length), $"Content-Length: {length}");
        Require(coding is null or "chunked", $"Transfer-Encoding: {coding}");

        // RFC 9110 §8.6, RFC 9112 §6.1: neither in 1xx and 204; no coding in 304 either, where nothing is coded.
        Require(!(isBodiless && coding is not null), "Transfer-Encoding in a response without a body.");
        Require(!(isBodiless && response.Status != 304 && length is not null), "Content-Length in 1xx or 204.");
        Require(isInterim == response["Date"] is null, "Date belongs in every final response, and in no other.");
        Require(isInterim || response["Date"]?.Length == 29, $"Date: {response["Date"]}");
    }

    private async Task ReadBodyAsync(ReceivedResponse response, bool toHead)
    {
        if (toHead || response.Status is < 200 or 204 or 304)
        {
            return;
        }

        if (response["Content-Length"] is { } length)
        {
            response.Body = await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture)).ConfigureAwait(false);
        }
        else if (response["Transfer-Encoding"] is not null)
        {
            await ReadChunksAsync(response).ConfigureAwait(false);
        }
        else
        {
            Require(response.SaysClose, "The end of the connection ends the body, and the head does not say so.");
            response.IsUntilClose = true;
            while (await ReceiveAsync().ConfigureAwait(false))
            {
                // Everything up to the end is body.
            }

            response.Body = await TakeAsync(_unread.Count).ConfigureAwait(false);
        }
    }

    private async Task ReadChunksAsync(ReceivedResponse response)
    {
        List<byte> body = [];
        List<int> chunks = [];
        while (true)
        {
            string line = await TakeLineAsync().ConfigureAwait(false);
            Require(ChunkSize().IsMatch(line), $"Not the size of a chunk: {line}");
            int size = int.Parse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                break;
            }

            body.AddRange(await TakeAsync(size).ConfigureAwait(false));
            Require((await TakeLineAsync().ConfigureAwait(false)).Length == 0, "A chunk is longer than its size.");
            chunks.Add(size);
        }

        StringBuilder trailers = new();
        for (string line = await TakeLineAsync().ConfigureAwait(false); line.Length > 0; line = await TakeLineAsync().ConfigureAwait(false))
        {
            ParseField(line);
            trailers.Append(line).Append("\r\n");
        }

        response.Body = [.. body];
        response.Chunks = chunks;
        response.Trailers = trailers.ToString();
    }

    private async Task<string> ReadHeadAsync()
    {
        StringBuilder head = new();
        while (true)
        {
            string line = await TakeLineAsync().ConfigureAwait(false);
            head.Append(line).Append("\r\n");
            if (line.Length == 0)
            {
                return head.ToString();
            }
        }
    }

    private async Task<string> TakeLineAsync()
    {
        int end;
        while ((end = _unread.IndexOf((byte)'\n')) < 0)
        {
            await NeedAsync().ConfigureAwait(false);
        }

        string line = Encoding.Latin1.GetString([.. _unread[..(end + 1)]]);
        _unread.RemoveRange(0, end + 1);
        Require(line.EndsWith("\r\n", StringComparison.Ordinal), "A line does not end with CR LF.");
        Require(line.IndexOf('\r', StringComparison.Ordinal) == line.Length - 2, "A line contains CR.");
        return line[..^2];
    }

    private async Task<byte[]> TakeAsync(int count)
    {
        while (_unread.Count < count)
        {
            await NeedAsync().ConfigureAwait(false);
        }

        byte[] taken = [.. _unread[..count]];
        _unread.RemoveRange(0, count);
        return taken;
    }

    private async Task NeedAsync()
    {
        if (!await ReceiveAsync().ConfigureAwait(false))
        {
            throw new EndOfStreamException(
                $"The connection ended within a response: '{Encoding.Latin1.GetString([.. _unread])}'.");
        }
    }

    private async Task<bool> ReceiveAsync()
    {
        byte[] buffer = new byte[16 * 1024];
        int received = await connection.ReceiveAsync(buffer).AsTask().WaitAsync(Patience).ConfigureAwait(false);
        _unread.AddRange(buffer[..received]);
        return received > 0;
    }

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new InvalidDataException(otherwise);
        }
    }

    [GeneratedRegex("^HTTP/1\\.1 (?<status>[1-5][0-9][0-9]) [\\x20-\\x7e]*$", Explicit, LongestMatch)]
    private static partial Regex StatusLine();

    [GeneratedRegex(
        "^(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+): (?<value>[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?)?$",
        Explicit,
        LongestMatch)]
    private static partial Regex FieldLine();

    [GeneratedRegex("^(0|[1-9][0-9]*)$", Explicit, LongestMatch)]
    private static partial Regex Length();

    [GeneratedRegex("^(0|[1-9a-f][0-9a-f]{0,15})$", Explicit, LongestMatch)]
    private static partial Regex ChunkSize();
}
