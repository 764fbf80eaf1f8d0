// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.CommandLine;
using Linnet.Load.Exhaustion;
using Linnet.Load.Faults;
using Linnet.Load.HandOffs;
using Linnet.Load.Reload;
using Linnet.Load.Restarts;
using Linnet.Load.Serving;
using Linnet.Load.Simulations;
using Linnet.Load.Slow;
using Linnet.Load.Soak;
using Linnet.Load.Transfer;

RootCommand root = new("Heavy proofs of Linnet, on loopback: each verb is bounded, prints figures, and says by its exit code "
    + "whether anything was lost.")
{
    TransferCommand.Create(),
    SlowCommand.Create(),
    RestartsCommand.Create(),
    SimulateCommand.Create(),
    HandOffsCommand.Create(),
    ExhaustCommand.Create(),
    SoakCommand.Create(),
    FaultsCommand.Create(),
    ReloadCommand.Create(),
    ServeCommand.Create(),
    ServeInTurnCommand.Create(),
    SlowClientsCommand.Create(),
    FaultWorkerCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
