// Copyright (c) The Linnet authors.
// Licensed under the MIT license. See LICENSE in the root of the repository.

using System.Collections.Generic;
using System.Globalization;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Linnet.Load.Faults;

/// <summary>The methods that stand between woven code and what it calls: one for each method that is called.</summary>
internal sealed class WrapperSet
{
    private readonly ModuleDefinition _module;
    private readonly TypeDefinition _home;
    private readonly Dictionary<string, MethodDefinition> _made = [];

    /// <summary>For a module.</summary>
    public WrapperSet(ModuleDefinition module)
    {
        _module = module;
        _home = new TypeDefinition(
            "", "<Faults>", TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.NotPublic, module.TypeSystem.Object);
        module.Types.Add(_home);
    }

    /// <summary>A method of <see cref="CallSites"/>.</summary>
    public MethodReference Asks(string name) => _module.ImportReference(typeof(CallSites).GetMethod(name));

    /// <summary>The method that stands for one of a pool of arrays.</summary>
    public MethodReference OfPool(string name, MethodReference called) =>
        new GenericInstanceMethod(Asks(name))
        {
            GenericArguments = { ((GenericInstanceType)called.DeclaringType).GenericArguments[0] },
        };

    /// <summary>The method that takes what the other does and the number of the site, and calls it unless it is to fail.</summary>
    public MethodReference Of(OpCode call, MethodReference called, bool isNative)
    {
        string key = call.Name + called.FullName;
        if (_made.TryGetValue(key, out MethodDefinition? made))
        {
            return made;
        }

        TypeReference returned = call == OpCodes.Newobj ? called.DeclaringType : called.ReturnType;
        MethodDefinition wrapper = new(
            string.Create(CultureInfo.InvariantCulture, $"{called.Name}{_made.Count}"),
            MethodAttributes.Static | MethodAttributes.Assembly,
            returned);
        if (called.HasThis && call != OpCodes.Newobj)
        {
            wrapper.Parameters.Add(new ParameterDefinition(called.DeclaringType));
        }

        foreach (ParameterDefinition parameter in called.Parameters)
        {
            wrapper.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        }

        ParameterDefinition site = new(_module.TypeSystem.Int32);
        wrapper.Parameters.Add(site);
        ILProcessor processor = wrapper.Body.GetILProcessor();
        Instruction goOn = Instruction.Create(OpCodes.Nop);
        if (isNative)
        {
            EmitDenial(processor, call, called, site, goOn);
        }
        else
        {
            EmitRefusal(processor, called, site, goOn);
        }

        processor.Append(goOn);
        EmitCall(processor, call, called);
        processor.Emit(OpCodes.Ret);
        _home.Methods.Add(wrapper);
        _made.Add(key, wrapper);
        return wrapper;
    }

    /// <summary>-1 and an error number. Closing has closed even then.</summary>
    private void EmitDenial(
        ILProcessor processor, OpCode call, MethodReference called, ParameterDefinition site, Instruction goOn)
    {
        processor.Emit(OpCodes.Ldarg, site);
        processor.Emit(OpCodes.Call, Asks(nameof(CallSites.Deny)));
        processor.Emit(OpCodes.Brfalse, goOn);
        if (called.Name == "Close")
        {
            EmitCall(processor, call, called);
            processor.Emit(OpCodes.Pop);
        }

        processor.Emit(OpCodes.Ldc_I4_M1);
        if (called.ReturnType.Name == "IntPtr")
        {
            processor.Emit(OpCodes.Conv_I);
        }

        processor.Emit(OpCodes.Ret);
    }

    /// <summary>An exception: thrown, or where an operation ends with it, in its result.</summary>
    private void EmitRefusal(ILProcessor processor, MethodReference called, ParameterDefinition site, Instruction goOn)
    {
        processor.Emit(OpCodes.Ldarg, site);
        processor.Emit(OpCodes.Call, Asks(nameof(CallSites.Refuse)));
        processor.Emit(OpCodes.Dup);
        Instruction fail = Instruction.Create(OpCodes.Nop);
        processor.Emit(OpCodes.Brtrue, fail);
        processor.Emit(OpCodes.Pop);
        processor.Emit(OpCodes.Br, goOn);
        processor.Append(fail);
        switch (called.ReturnType)
        {
            case GenericInstanceType { Name: "ValueTask`1" } result:
                GenericInstanceMethod failed = new(Asks(nameof(CallSites.FailedValueOf)));
                failed.GenericArguments.Add(result.GenericArguments[0]);
                processor.Emit(OpCodes.Call, failed);
                processor.Emit(OpCodes.Ret);
                break;
            case { Name: "ValueTask" }:
                processor.Emit(OpCodes.Call, Asks(nameof(CallSites.FailedValue)));
                processor.Emit(OpCodes.Ret);
                break;
            default:
                processor.Emit(OpCodes.Throw);
                break;
        }
    }

    private static void EmitCall(ILProcessor processor, OpCode call, MethodReference called)
    {
        Mono.Collections.Generic.Collection<ParameterDefinition> parameters = processor.Body.Method.Parameters;
        for (int index = 0; index < parameters.Count - 1; index++)
        {
            processor.Emit(OpCodes.Ldarg, parameters[index]);
        }

        processor.Emit(call, called);
    }
}
