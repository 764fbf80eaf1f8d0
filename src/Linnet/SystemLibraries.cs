// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Runtime.InteropServices;

// Every native call is to a library of the system itself: nothing beside the program or in its working folder is loaded
// in its place.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
