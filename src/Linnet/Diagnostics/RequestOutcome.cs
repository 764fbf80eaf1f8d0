// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

namespace Linnet.Diagnostics;

/// <summary>How a request ended. Each request that began has exactly one.</summary>
public enum RequestOutcome
{
    /// <summary>
    /// It had its whole response, whatever the status: all of it was given to the system, or waits to leave together with the
    /// answer to the next request, which was there already.
    /// </summary>
    Answered,

    /// <summary>It broke a rule or a limit, or did not come in time, and was refused.</summary>
    Refused,

    /// <summary>The handler failed, or wrote less than it promised, when a part of the response had gone: cut.</summary>
    Failed,

    /// <summary>The handler aborted it.</summary>
    Aborted,

    /// <summary>The client left, or the network lost it, before the response was whole.</summary>
    ClientGone,

    /// <summary>The client took its response too slowly, and was cut off.</summary>
    ClientTooSlow,

    /// <summary>It had not ended when the server stopped waiting.</summary>
    CutOff,
}
