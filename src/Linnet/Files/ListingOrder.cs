// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

using Linnet.Exchanges;

namespace Linnet.Files;

/// <summary>How a listing is sorted: <c>?sort=name|size|date&amp;order=asc|desc</c>. Folders come first in any case.</summary>
internal readonly record struct ListingOrder(ListingKey Key, bool IsDescending)
{
    /// <summary>Whether it is what nobody has to ask for.</summary>
    public bool IsDefault => this == default;

    /// <summary>The query that asks for it.</summary>
    public ReadOnlySpan<byte> Query => (Key, IsDescending) switch
    {
        (ListingKey.Name, false) => "?sort=name&amp;order=asc"u8,
        (ListingKey.Name, true) => "?sort=name&amp;order=desc"u8,
        (ListingKey.Size, false) => "?sort=size&amp;order=asc"u8,
        (ListingKey.Size, true) => "?sort=size&amp;order=desc"u8,
        (ListingKey.Date, false) => "?sort=date&amp;order=asc"u8,
        (ListingKey.Date, true) => "?sort=date&amp;order=desc"u8,
    };

    /// <summary>What a query asks for; whatever it says otherwise is not repeated anywhere.</summary>
    public static ListingOrder Of(QueryParameters query)
    {
        ListingKey key = default;
        if (query.TryGetBytes("sort"u8, out ReadOnlySpan<byte> sort))
        {
            key = sort.SequenceEqual("size"u8) ? ListingKey.Size : key;
            key = sort.SequenceEqual("date"u8) ? ListingKey.Date : key;
        }

        return new ListingOrder(
            key, query.TryGetBytes("order"u8, out ReadOnlySpan<byte> order) && order.SequenceEqual("desc"u8));
    }
}
