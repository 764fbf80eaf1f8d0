// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Linnet.Load.Faults;

/// <summary>
/// Writes a copy of an assembly in which every call that can fail first asks <see cref="CallSites"/> whether it does. It is the
/// compiled code that is read, so there is no list of places that somebody could forget to extend.
/// </summary>
internal sealed class Weaver : IDisposable
{
    private const string Pool = "System.Buffers.ArrayPool`1";

    private readonly ModuleDefinition _module;
    private readonly MethodDefinition[] _methods;
    private readonly WrapperSet _wrappers;
    private readonly List<CallSite> _sites;
    private readonly Dictionary<string, int> _names = [];

    private Weaver(string source, List<CallSite> sites)
    {
        _module = ModuleDefinition.ReadModule(source, new ReaderParameters { InMemory = true });
        _methods =
        [
            .. _module.GetTypes().Where(type => !IsElsewhere(type)).SelectMany(type => type.Methods)
                .Where(method => method is { HasBody: true, Name: not ".cctor" } && !IsNative(method)),
        ];
        _wrappers = new WrapperSet(_module);
        _sites = sites;
    }

    /// <summary>Weaves an assembly, and adds its sites to the others.</summary>
    public static void Weave(string source, string destination, List<CallSite> sites)
    {
        using Weaver weaver = new(source, sites);
        foreach (MethodDefinition method in weaver._methods)
        {
            weaver.Weave(method);
        }

        weaver._module.Write(destination);
    }

    /// <inheritdoc />
    public void Dispose() => _module.Dispose();

    /// <summary>What only another system runs: there are a file tree and a folder's reader for each.</summary>
    private static bool IsElsewhere(TypeDefinition type) =>
        type.Name.StartsWith("Mac", StringComparison.Ordinal) || type.Name.StartsWith("Windows", StringComparison.Ordinal)
        || (type.DeclaringType is { } outer && IsElsewhere(outer));

    /// <summary>A method that stands for a call of the system, made by the compiler or by its source generator.</summary>
    private static bool IsNative(MethodDefinition method) =>
        method.IsPInvokeImpl
        || method.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "LibraryImportAttribute");

    private void Weave(MethodDefinition method)
    {
        MethodBody body = method.Body;
        body.SimplifyMacros();
        foreach (Instruction instruction in body.Instructions.ToArray())
        {
            if (instruction.OpCode == OpCodes.Newarr && instruction.Operand is TypeReference { Name: "Byte" or "Char" } element)
            {
                Precede(method, instruction, Add(method, $"new {element.Name}[]", FailureTable.OfArray));
            }
            else if (instruction.OpCode.FlowControl == FlowControl.Call && instruction.Operand is MethodReference called)
            {
                WeaveCall(method, instruction, called);
            }
        }

        body.OptimizeMacros();
    }

    private void WeaveCall(MethodDefinition method, Instruction call, MethodReference called)
    {
        string type = called.DeclaringType.GetElementType().FullName;
        if (type == Pool && called.Name == "Return")
        {
            call.OpCode = OpCodes.Call;
            call.Operand = _wrappers.OfPool(nameof(CallSites.Return), called);
            return;
        }

        bool isNative = called is MethodDefinition definition && IsNative(definition);
        IReadOnlyList<string> failures = isNative
            ? FailureTable.OfNative(called.DeclaringType.Name, called.Name)
            : FailureTable.OfLibrary(type, called.Name);
        if (failures.Count == 0)
        {
            return;
        }

        int site = Add(method, $"{called.DeclaringType.GetElementType().Name}.{called.Name}", failures);
        if (called is GenericInstanceMethod)
        {
            Precede(method, call, site);
            return;
        }

        MethodReference instead = type == Pool
            ? _wrappers.OfPool(nameof(CallSites.Rent), called)
            : _wrappers.Of(call.OpCode, called, isNative);
        if (call.Previous?.OpCode.OpCodeType == OpCodeType.Prefix)
        {
            throw new InvalidDataException($"{method.FullName} calls {called.Name} with a prefix, which is not woven.");
        }

        // In place, so that whoever jumps to the call comes to what stands before it now.
        call.OpCode = OpCodes.Ldc_I4;
        call.Operand = site;
        method.Body.GetILProcessor().InsertAfter(call, Instruction.Create(OpCodes.Call, instead));
    }

    /// <summary>Has an instruction ask first; what it would have taken from the stack is lost with an exception.</summary>
    private void Precede(MethodDefinition method, Instruction instruction, int site)
    {
        Instruction moved = instruction.Operand is TypeReference type
            ? Instruction.Create(instruction.OpCode, type)
            : Instruction.Create(instruction.OpCode, (MethodReference)instruction.Operand);
        instruction.OpCode = OpCodes.Ldc_I4;
        instruction.Operand = site;
        Instruction asks = Instruction.Create(OpCodes.Call, _wrappers.Asks(nameof(CallSites.Pass)));
        ILProcessor processor = method.Body.GetILProcessor();
        processor.InsertAfter(instruction, asks);
        processor.InsertAfter(asks, moved);
    }

    private int Add(MethodDefinition method, string what, IReadOnlyList<string> failures)
    {
        string place = $"{NameOf(method)}: {what}";
        int ordinal = _names[place] = _names.GetValueOrDefault(place) + 1;
        _sites.Add(new CallSite(_sites.Count, ordinal == 1 ? place : FormattableString.Invariant($"{place} #{ordinal}"), failures));
        return _sites.Count - 1;
    }

    /// <summary>As it is written: what the compiler makes of an asynchronous or local method bears the name within the brackets.</summary>
    private static string NameOf(MethodDefinition method)
    {
        TypeDefinition type = method.DeclaringType;
        string name = Written(method.Name);
        while (type.IsNested && type.Name.StartsWith('<'))
        {
            name = method.Name == "MoveNext" ? Written(type.Name) : name;
            type = type.DeclaringType;
        }

        return $"{(type.Namespace.Length > 0 ? type.Namespace : type.DeclaringType?.Namespace)}.{type.Name}.{name}";
    }

    private static string Written(string name)
    {
        int end = name.IndexOf('>', StringComparison.Ordinal);
        return name.StartsWith('<') && end > 1 ? name[1..end] : name;
    }
}
