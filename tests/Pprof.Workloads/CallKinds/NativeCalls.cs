using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pprof.Workloads.Oracle;

namespace Pprof.Workloads.CallKinds;

/// <summary>Managed code called by native code: libc's <c>qsort</c>, which keeps no frame pointers.</summary>
internal static partial class NativeCalls
{
    private static readonly Comparison s_comparison = CompareManaged;
    private static bool s_called;

    public static IEnumerable<CallKind> Kinds { get; } =
    [
        new("qsort and UnmanagedCallersOnly", SortByPointer),
        new("qsort and a delegate", SortByDelegate),
    ];

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Comparison(nint x, nint y);

    private static unsafe void SortByPointer(CallTree tree)
    {
        long* numbers = stackalloc long[3] { 3, 1, 2 };
        s_called = false;
        QuickSort((nint)numbers, 3, sizeof(long), (nint)(delegate* unmanaged[Cdecl]<nint, nint, int>)&Compare);
    }

    private static unsafe void SortByDelegate(CallTree tree)
    {
        long* numbers = stackalloc long[3] { 3, 1, 2 };
        s_called = false;
        QuickSort((nint)numbers, 3, sizeof(long), Marshal.GetFunctionPointerForDelegate(s_comparison));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Compare(nint x, nint y) => CompareManaged(x, y);

    private static unsafe int CompareManaged(nint x, nint y)
    {
        if (!s_called)
        {
            s_called = true;
            CallTree.Current!.Next();
        }

        return (*(long*)x).CompareTo(*(long*)y);
    }

    [LibraryImport("libc", EntryPoint = "qsort")]
    private static partial void QuickSort(nint numbers, nuint count, nuint size, nint comparison);
}
