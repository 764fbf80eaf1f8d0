// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Cli;

using StopSignals signals = new();
return await LinnetCommand.RunAsync(args, Terminal.OfThisProcess(), signals.Token);
