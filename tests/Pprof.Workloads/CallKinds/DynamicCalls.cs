using System.Reflection;
using System.Reflection.Emit;
using Pprof.Workloads.Oracle;

namespace Pprof.Workloads.CallKinds;

/// <summary>Code made at run time, explicit tail calls, reflection.</summary>
internal static class DynamicCalls
{
    private static readonly MethodInfo s_next = typeof(CallTree).GetMethod(nameof(CallTree.Next))!;
    private static readonly MethodInfo s_target = typeof(DynamicCalls).GetMethod(nameof(Target), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo s_wide = typeof(DynamicCalls).GetMethod(nameof(WideTarget), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly Action<CallTree> s_plain = Emit(il => il.Emit(OpCodes.Call, s_next), isTail: false);
    private static readonly Action<CallTree> s_tailJump = Emit(il => il.Emit(OpCodes.Call, s_target), isTail: true);
    private static readonly Action<CallTree> s_tailHelper = Emit(EmitWideCall, isTail: true);
    private static long s_sum;

    public static IEnumerable<CallKind> Kinds { get; } =
    [
        new("DynamicMethod", t => s_plain(t)),
        new("fresh DynamicMethod", 5, t => Emit(il => il.Emit(OpCodes.Call, s_next), isTail: false)(t)),
        new("explicit tail call as a jump", t => s_tailJump(t)),
        new("explicit tail call by the helper", t => s_tailHelper(t)),
        new("reflection", t => s_next.Invoke(t, null)),
        new("reflection with an argument", t => s_target.Invoke(null, [t])),
        new("Delegate.DynamicInvoke", t => ((Action)t.Next).DynamicInvoke()),
        new("Activator", t => Activator.CreateInstance(typeof(Constructed), t)),
    ];

    private static void Target(CallTree tree)
    {
        tree.Next();
        s_sum++;
    }

    private static void WideTarget(CallTree tree, long a, long b, long c, long d, long e, long f, long g, long h)
    {
        tree.Next();
        s_sum += a + b + c + d + e + f + g + h;
    }

    private static Action<CallTree> Emit(Action<ILGenerator> call, bool isTail)
    {
        var method = new DynamicMethod("Emitted", typeof(void), [typeof(CallTree)], typeof(DynamicCalls).Module, skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        if (isTail && call == EmitWideCall)
            PushNumbers(il);
        if (isTail)
            il.Emit(OpCodes.Tailcall);
        call(il);
        if (!isTail)
            il.Emit(OpCodes.Nop);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Action<CallTree>>();
    }

    // More stack arguments than the caller was given: there is no room to jump, the runtime dispatches the call.
    private static void EmitWideCall(ILGenerator il) => il.Emit(OpCodes.Call, s_wide);

    private static void PushNumbers(ILGenerator il)
    {
        for (int i = 0; i < 8; i++)
            il.Emit(OpCodes.Ldc_I8, (long)i);
    }

    private sealed class Constructed
    {
        public Constructed(CallTree tree)
        {
            tree.Next();
            s_sum++;
        }
    }
}
