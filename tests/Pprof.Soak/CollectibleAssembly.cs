using System.Reflection;
using System.Reflection.Emit;

namespace Pprof.Soak;

/// <summary>An assembly that is made, runs for a moment and is dropped: its code is freed while samples of it are on their way.</summary>
internal static class CollectibleAssembly
{
    public static void LoadRunAndDrop()
    {
        AssemblyBuilder assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Dropped"), AssemblyBuilderAccess.RunAndCollect);
        TypeBuilder type = assembly.DefineDynamicModule("Dropped").DefineType("Work");
        MethodBuilder method = type.DefineMethod("Spin", MethodAttributes.Public | MethodAttributes.Static, typeof(int), [typeof(int)]);
        EmitCountdown(method.GetILGenerator());
        type.CreateType().GetMethod("Spin")!.Invoke(null, [100_000]);
    }

    /// <summary>Instances of a type, and arrays of it, that are dropped with the type.</summary>
    public static void MakeInstancesAndDrop(int count)
    {
        AssemblyBuilder assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Dropped"), AssemblyBuilderAccess.RunAndCollect);
        TypeBuilder builder = assembly.DefineDynamicModule("Dropped").DefineType("Instance", TypeAttributes.Public);
        builder.DefineField("Payload", typeof(decimal), FieldAttributes.Public);
        Type type = builder.CreateType();
        Array instances = Array.CreateInstance(type, count);
        for (int i = 0; i < count; i++)
        {
            instances.SetValue(Activator.CreateInstance(type), i);
        }

        GC.KeepAlive(instances);
    }

    // while (n > 0) n--; return n;
    private static void EmitCountdown(ILGenerator code)
    {
        Label again = code.DefineLabel();
        Label done = code.DefineLabel();
        code.MarkLabel(again);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldc_I4_0);
        code.Emit(OpCodes.Ble, done);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldc_I4_1);
        code.Emit(OpCodes.Sub);
        code.Emit(OpCodes.Starg_S, (byte)0);
        code.Emit(OpCodes.Br, again);
        code.MarkLabel(done);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ret);
    }
}
