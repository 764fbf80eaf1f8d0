// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;

namespace Linnet.WebSockets;

/// <summary>
/// How many pings and pongs are still welcome: a hundred at once, twenty a second, and one for each useful frame. Each costs
/// us an answer and brings nobody anything.
/// </summary>
internal struct ControlAllowance(long now)
{
    private const int Burst = 100;
    private const int PerSecond = 20;

    private int _left = Burst;
    private long _filledAt = now;

    /// <summary>A useful frame has come.</summary>
    public void Earn() => _left = Math.Min(Burst, _left + 1);

    /// <summary>A ping or pong has come; false when that is too many.</summary>
    /// <param name="now">The clock's time, in milliseconds.</param>
    public bool TrySpend(long now)
    {
        if (_left == 0)
        {
            _left = (int)Math.Min(Burst, (now - _filledAt) * PerSecond / 1000);
            if (_left == 0)
            {
                return false;
            }

            _filledAt = now;
        }

        _left--;
        return true;
    }
}
