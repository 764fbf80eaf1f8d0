// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using BenchmarkDotNet.Running;
using Linnet.Micro;

// `dotnet run -c Release --project bench/Linnet.Micro -- --filter '*'`, or the name of one.
BenchmarkSwitcher.FromAssembly(typeof(RequestHeads).Assembly).Run(args);
