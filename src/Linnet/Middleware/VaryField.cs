// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;

using Linnet.Exchanges;
using Linnet.Protocol.Messages;

namespace Linnet.Middleware;

/// <summary>The field Vary: what of the request an answer depends on, so that caches keep one for each. RFC 9110 §12.5.5.</summary>
internal static class VaryField
{
    /// <summary>Adds a field name to it, unless it is there already.</summary>
    public static void Add(HttpResponse response, string name)
    {
        List<ResponseField> fields = response.OpenHead.Fields;
        int last = -1;
        for (int index = 0; index < fields.Count; index++)
        {
            if (!fields[index].Name.Equals("Vary", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            last = index;
            if (Names(fields[index].Value, name))
            {
                return;
            }
        }

        if (last < 0)
        {
            fields.Add(new ResponseField("Vary", name));
        }
        else
        {
            // One line is what every cache understands.
            fields[last] = new ResponseField("Vary", $"{fields[last].Value}, {name}");
        }
    }

    private static bool Names(ReadOnlySpan<char> value, string name)
    {
        foreach (Range range in value.Split(','))
        {
            ReadOnlySpan<char> member = value[range].Trim();
            if (member is "*" || member.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
