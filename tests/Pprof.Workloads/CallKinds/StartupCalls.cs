using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Pprof.Workloads.Oracle;

namespace Pprof.Workloads.CallKinds;

/// <summary>Managed code that the runtime calls while it prepares other code: static constructors, assembly resolution inside the JIT.</summary>
internal static class StartupCalls
{
    private static readonly Type[] s_types =
        [.. typeof(object).Assembly.GetExportedTypes().Where(t => t is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false, IsByRefLike: false }).Take(400)];

    private static readonly MethodInfo s_touch = typeof(StartupCalls).GetMethod(nameof(Touch), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static int s_used;
    private static CallTree? s_resolving;

    static StartupCalls() => AssemblyLoadContext.Default.Resolving += OnResolving;

    public static IEnumerable<CallKind> Kinds { get; } =
    [
        new("static constructor", 4, RunStaticConstructor),
        new("assembly resolution inside the JIT", 1, ResolveInsideJit),
    ];

    private static void RunStaticConstructor(CallTree tree)
    {
        // Pairs of types, so that they last: a static constructor runs once.
        Type first = s_types[s_used % s_types.Length];
        Type second = s_types[s_used / s_types.Length % s_types.Length];
        s_used++;
        s_touch.MakeGenericMethod(first, second).CreateDelegate<Action>()();
        GC.KeepAlive(tree);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Touch<T1, T2>() => s_used += Initialized<T1, T2>.Value;

    private static void ResolveInsideJit(CallTree tree)
    {
        Action caller = EmitCallerOfMissingAssembly($"Missing{s_used++}");
        s_resolving = tree;
        try
        {
            caller();
        }
        catch (FileNotFoundException)
        {
            s_resolving = null;
        }
    }

    private static Assembly? OnResolving(AssemblyLoadContext context, AssemblyName name)
    {
        if (s_resolving is { } tree && name.Name!.StartsWith("Missing", StringComparison.Ordinal))
        {
            s_resolving = null;
            tree.Next();
        }

        return null;
    }

    private static Action EmitCallerOfMissingAssembly(string name)
    {
        AssemblyBuilder missing = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(name), AssemblyBuilderAccess.Run);
        MethodInfo target = DefineMethod(missing.DefineDynamicModule(name), null).CreateType().GetMethod("Run")!;
        var caller = new PersistedAssemblyBuilder(new AssemblyName("CallerOf" + name), typeof(object).Assembly);
        DefineMethod(caller.DefineDynamicModule("CallerOf" + name), target).CreateType();
        using var stream = new MemoryStream();
        caller.Save(stream);
        stream.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(stream).GetType("T")!.GetMethod("Run")!.CreateDelegate<Action>();
    }

    private static TypeBuilder DefineMethod(ModuleBuilder module, MethodInfo? called)
    {
        TypeBuilder type = module.DefineType("T", TypeAttributes.Public);
        ILGenerator il = type.DefineMethod("Run", MethodAttributes.Public | MethodAttributes.Static).GetILGenerator();
        if (called is not null)
            il.Emit(OpCodes.Call, called);
        il.Emit(OpCodes.Ret);
        return type;
    }

    private static class Initialized<T1, T2>
    {
        public static readonly int Value;

        static Initialized()
        {
            CallTree.Current!.Next();
            Value = 1;
        }
    }
}
