// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Buffers;
using System.Text;

using Linnet.Protocol.Messages;
using Linnet.Protocol.Text;

namespace Linnet.Protocol.Http1;

/// <summary>
/// What a whole head means: whom the request is for, how its body ends, and whether the connection lives on. Everything
/// on which two readers of the same bytes must never disagree is decided here, once. RFC 9112 §3.2, §6, §9.3.
/// </summary>
internal static class RequestRules
{
    private static readonly SearchValues<byte> NumberListBytes = SearchValues.Create("0123456789, \t"u8);

    /// <summary>
    /// Applies every rule in turn, those that are tolerated aside, and completes <paramref name="head"/>; the first broken
    /// rule wins.
    /// </summary>
    public static RequestRejection Apply(ReadOnlySpan<byte> message, RequestHead head, Leniency tolerated)
    {
        ConnectionFields found = Collect(message, head);
        RequestRejection rejection = CheckHost(message, head, found.Hosts, tolerated);
        if (rejection == RequestRejection.None)
        {
            rejection = DetermineBody(message, head, found);
        }

        if (rejection == RequestRejection.None)
        {
            rejection = CheckExpectation(message, head, found);
        }

        if (rejection == RequestRejection.None && head.Method == KnownMethod.Trace)
        {
            // RFC 9110 §9.3.8: TRACE would send the request's own fields back, cookies and all.
            rejection = RequestRejection.TraceNotAllowed;
        }

        // RFC 9110 §7.8: an Upgrade field without the connection option, or from HTTP/1.0, is ignored.
        head.OffersUpgrade = found.HasUpgrade && found.Upgrade && head.MinorVersion > 0 && !head.IsTolerated;

        // RFC 9112 §9.3: HTTP/1.1 persists unless told otherwise; HTTP/1.0 closes unless told otherwise. §11.2: a head that
        // another reader could have read otherwise is the last of its connection, so that nothing is smuggled behind it.
        head.KeepAlive = !found.Close && (head.MinorVersion > 0 || found.KeepAlive) && !head.IsTolerated;
        return rejection;
    }

    private static ConnectionFields Collect(ReadOnlySpan<byte> message, RequestHead head)
    {
        ConnectionFields found = new();
        ReadOnlySpan<Field> fields = head.Fields.Fields;
        for (int index = 0; index < fields.Length; index++)
        {
            switch (fields[index].Known)
            {
                case KnownField.Host:
                    found.Hosts++;
                    head.HostIndex = index;
                    break;
                case KnownField.ContentLength:
                    found.ContentLengths++;
                    found.ContentLengthIndex = index;
                    break;
                case KnownField.TransferEncoding:
                    found.TransferEncodings++;
                    found.TransferEncodingIndex = index;
                    break;
                case KnownField.Expect:
                    found.Expectations++;
                    found.ExpectationIndex = index;
                    break;
                case KnownField.Connection:
                    ReadConnectionOptions(fields[index].Value(message), ref found);
                    break;
                case KnownField.Upgrade:
                    found.HasUpgrade = true;
                    break;
                case KnownField.Other:
                    break;
            }
        }

        return found;
    }

    private static void ReadConnectionOptions(ReadOnlySpan<byte> value, ref ConnectionFields found)
    {
        while (!value.IsEmpty)
        {
            int comma = value.IndexOf((byte)',');
            ReadOnlySpan<byte> option = Token.Trim(comma < 0 ? value : value[..comma]);
            found.Close |= Ascii.EqualsIgnoreCase(option, "close"u8);
            found.Upgrade |= Ascii.EqualsIgnoreCase(option, "upgrade"u8);
            found.KeepAlive |= Ascii.EqualsIgnoreCase(option, "keep-alive"u8);
            value = comma < 0 ? default : value[(comma + 1)..];
        }
    }

    private static RequestRejection CheckHost(
        ReadOnlySpan<byte> message, RequestHead head, int hosts, Leniency tolerated)
    {
        // RFC 9112 §3.2: 400 to an HTTP/1.1 request without Host, and to any request with two or with an invalid one.
        if (hosts == 0)
        {
            return head.MinorVersion > 0 ? RequestRejection.MissingHost : RequestRejection.None;
        }

        if (hosts > 1)
        {
            return RequestRejection.MultipleHosts;
        }

        RequestRejection rejection = CompareHost(message, head);
        if (rejection == RequestRejection.None
            || head.TargetForm != TargetForm.Absolute
            || (tolerated & Leniency.HostUnlikeTarget) == 0)
        {
            return rejection;
        }

        // RFC 9112 §3.2.2: an origin server MUST ignore Host where the target is a whole URI.
        head.Tolerated |= Leniency.HostUnlikeTarget;
        return RequestRejection.None;
    }

    private static RequestRejection CompareHost(ReadOnlySpan<byte> message, RequestHead head)
    {
        ReadOnlySpan<byte> host = head.Fields[head.HostIndex].Value(message);
        if (!Authority.TryParse(host, out int hostLength, out int port))
        {
            return RequestRejection.InvalidHost;
        }

        return head.TargetForm != TargetForm.Absolute || IsSameOrigin(message, head, host[..hostLength], port)
            ? RequestRejection.None
            : RequestRejection.HostMismatch;
    }

    private static bool IsSameOrigin(ReadOnlySpan<byte> message, RequestHead head, ReadOnlySpan<byte> host, int port)
    {
        ReadOnlySpan<byte> authority = head.Authority(message);
        int defaultPort = UriSchemes.DefaultPort(head.Scheme);

        // RFC 9112 §3.2.2: the target wins and Host is ignored. We ask that they agree instead: a proxy in front that
        // went by the other one has already decided something about a different host.
        return Authority.TryParse(authority, out int length, out int targetPort)
            && Ascii.EqualsIgnoreCase(authority[..length], host)
            && (targetPort < 0 ? defaultPort : targetPort) == (port < 0 ? defaultPort : port);
    }

    private static RequestRejection DetermineBody(
        ReadOnlySpan<byte> message, RequestHead head, in ConnectionFields found)
    {
        if (found.TransferEncodings > 0)
        {
            return DetermineCodedBody(message, head, found);
        }

        if (found.ContentLengths == 0)
        {
            // RFC 9112 §6.3: a request with neither field has no body.
            return RequestRejection.None;
        }

        if (found.ContentLengths > 1)
        {
            return RequestRejection.MultipleContentLengths;
        }

        ReadOnlySpan<byte> value = head.Fields[found.ContentLengthIndex].Value(message);
        if (!DecimalInteger.TryParse(value, out long length))
        {
            // RFC 9112 §6.3: an invalid Content-Length makes the framing of the message unrecoverable.
            return IsRepeatedNumber(value)
                ? RequestRejection.MultipleContentLengths
                : RequestRejection.InvalidContentLength;
        }

        head.Body = BodyLength.Of(length);
        return RequestRejection.None;
    }

    private static bool IsRepeatedNumber(ReadOnlySpan<byte> value) =>
        value.Contains((byte)',') && !value.ContainsAnyExcept(NumberListBytes);

    private static RequestRejection DetermineCodedBody(
        ReadOnlySpan<byte> message, RequestHead head, in ConnectionFields found)
    {
        // RFC 9112 §6.1: Transfer-Encoding in a version without it means the framing is faulty.
        if (head.MinorVersion == 0)
        {
            return RequestRejection.TransferEncodingInOldVersion;
        }

        // RFC 9112 §6.1: a server MAY reject a request with both fields. Always: one of the two is a lie.
        if (found.ContentLengths > 0)
        {
            return RequestRejection.ContentLengthWithTransferEncoding;
        }

        if (found.TransferEncodings > 1)
        {
            return RequestRejection.InvalidTransferEncoding;
        }

        head.Body = BodyLength.Chunked;
        return TransferCodings.Check(head.Fields[found.TransferEncodingIndex].Value(message));
    }

    private static RequestRejection CheckExpectation(
        ReadOnlySpan<byte> message, RequestHead head, in ConnectionFields found)
    {
        // RFC 9110 §10.1.1: an HTTP/1.0 client cannot be waiting for a 100.
        if (found.Expectations == 0 || head.MinorVersion == 0)
        {
            return RequestRejection.None;
        }

        bool isContinue = found.Expectations == 1
            && Ascii.EqualsIgnoreCase(head.Fields[found.ExpectationIndex].Value(message), "100-continue"u8);
        if (!isContinue)
        {
            return RequestRejection.UnknownExpectation;
        }

        // RFC 9110 §10.1.1: without a body there is nothing to continue with.
        head.ExpectsContinue = !head.Body.IsNone;
        return RequestRejection.None;
    }

    private struct ConnectionFields
    {
        public int Hosts;
        public int ContentLengths;
        public int ContentLengthIndex;
        public int TransferEncodings;
        public int TransferEncodingIndex;
        public int Expectations;
        public int ExpectationIndex;
        public bool Close;
        public bool KeepAlive;
        public bool Upgrade;
        public bool HasUpgrade;
    }
}
