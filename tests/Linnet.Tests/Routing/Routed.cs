// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Threading.Tasks;

using Linnet.Exchanges;
using Linnet.Routing;
using Linnet.Testing;
using Linnet.Tests.Connections;

using Xunit;

namespace Linnet.Tests.Routing;

/// <summary>Asks a router over the real driver, in memory.</summary>
internal static class Routed
{
    /// <summary>Sends one request without a body and reads its response.</summary>
    public static async Task<ReceivedResponse> AskAsync(
        this Router router, string method, string target, string host = "a")
    {
        await using ServedConnection served = ServedConnection.Start(router.HandleAsync);
        ReceivedResponse response = await served.Client.AskAsync($"{method} {target} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        Assert.Empty(served.Failures);
        return response;
    }

    /// <summary>The text that a GET is answered with; its status instead, unless that is 200.</summary>
    public static async Task<string> GetAsync(this Router router, string target, string host = "a")
    {
        ReceivedResponse response = await router.AskAsync("GET", target, host);
        return response.Status == 200 ? response.Text : $"{response.Status}";
    }

    /// <summary>A router in which each template, mapped for GET, answers with itself and its values.</summary>
    public static Router Echoing(params string[] patterns)
    {
        Router router = new();
        foreach (string pattern in patterns)
        {
            router.Get(pattern, Echo);
        }

        return router;
    }

    private static Result Echo(HttpExchange exchange)
    {
        string text = exchange.Route.Pattern ?? "";
        foreach (string part in text.Split('{', StringSplitOptions.None)[1..])
        {
            string name = part.TrimStart('*').Split(':', '}')[0];
            text += $" {name}={exchange.Route[name]}";
        }

        return text;
    }
}
