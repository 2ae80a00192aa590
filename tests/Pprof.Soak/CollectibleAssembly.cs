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
