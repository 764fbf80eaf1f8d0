// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using Linnet.Compare;

return await CompareCommand.Create().Parse(args).InvokeAsync();
