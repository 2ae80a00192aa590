using System.Reflection;
using System.Runtime.CompilerServices;
using Pprof.Workloads.Oracle;

namespace Pprof.Workloads.CallKinds;

/// <summary>Delegates of every shape, lambdas, local functions, iterators.</summary>
internal static class DelegateCalls
{
    private static readonly Action<CallTree> s_static = Static;
    private static readonly Action<CallTree> s_openInstance = typeof(CallTree).GetMethod(nameof(CallTree.Next))!.CreateDelegate<Action<CallTree>>();
    private static readonly Action<CallTree> s_multicast = (Action<CallTree>)Static + Other + (t => Static(t));
    private static readonly unsafe delegate*<CallTree, void> s_pointer = &Static;
    private static int s_calls;

    public static IEnumerable<CallKind> Kinds { get; } =
    [
        new("static delegate", t => s_static(t)),
        new("closed delegate", t => ((Action)t.Next)()),
        new("open instance delegate", t => s_openInstance(t)),
        new("multicast delegate", 5, t => s_multicast(t)),
        new("extension method delegate", t => ((Action)t.Extended)()),
        new("closure", Closure),
        new("local function", LocalFunction),
        new("iterator", 10, Iterator),
        new("function pointer", FunctionPointer),
    ];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Static(CallTree tree)
    {
        tree.Next();
        s_calls++;
    }

    private static void Other(CallTree tree) => s_calls += tree.Hits.Length;

    private static void Extended(this CallTree tree)
    {
        tree.Next();
        s_calls++;
    }

    private static void Closure(CallTree tree)
    {
        int before = s_calls;
        Func<int> action = () =>
        {
            tree.Next();
            return before++;
        };
        s_calls += action() & 1;
    }

    private static void LocalFunction(CallTree tree)
    {
        Local();

        void Local()
        {
            tree.Next();
            s_calls++;
        }
    }

    private static void Iterator(CallTree tree)
    {
        foreach (int item in Items(tree))
            s_calls += item;
    }

    private static IEnumerable<int> Items(CallTree tree)
    {
        yield return 1;
        tree.Next();
        yield return 2;
    }

    private static unsafe void FunctionPointer(CallTree tree)
    {
        s_pointer(tree);
        s_calls++;
    }
}
