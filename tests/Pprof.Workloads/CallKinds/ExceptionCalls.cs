using System.Runtime.CompilerServices;
using Pprof.Workloads.Oracle;

namespace Pprof.Workloads.CallKinds;

/// <summary>Calls out of catch, finally, fault and filter blocks, for exceptions thrown and for faults of the processor.</summary>
internal static class ExceptionCalls
{
    private static string? s_null;
    private static int s_zero;

    public static IEnumerable<CallKind> Kinds { get; } =
    [
        new("catch", 10, Catch),
        new("catch of a deeper throw", 10, t => CatchDeep(t, 5)),
        new("nested catch", 5, NestedCatch),
        new("rethrow", 5, Rethrow),
        new("finally in ordinary flow", FinallyOrdinary),
        new("finally during an exception", 10, FinallyExceptional),
        new("using of the library during an exception", 10, LibraryFinally),
        new("filter", 10, Filter),
        new("filter, then catch in the caller", 5, FilterRefuses),
        new("null reference", 10, NullReference),
        new("division by zero", 10, DivideByZero),
        new("throw from a library method", 10, LibraryThrow),
        new("catch in a recursive method", 5, t => CatchInRecursion(t, 3)),
    ];

    private static void Catch(CallTree tree)
    {
        try
        {
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
            tree.Next();
        }
    }

    private static void CatchDeep(CallTree tree, int depth)
    {
        try
        {
            ThrowDeep(depth);
        }
        catch (ArgumentException)
        {
            tree.Next();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ThrowDeep(int depth) => depth == 0 ? throw new ArgumentException("deep") : ThrowDeep(depth - 1) + 1;

    private static void NestedCatch(CallTree tree)
    {
        try
        {
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
            try
            {
                ThrowDeep(2);
            }
            catch (ArgumentException)
            {
                tree.Next();
            }
        }
    }

    private static void Rethrow(CallTree tree)
    {
        try
        {
            try
            {
                ThrowDeep(1);
            }
            catch (ArgumentException)
            {
                s_zero = 0;
                throw;
            }
        }
        catch (ArgumentException)
        {
            tree.Next();
        }
    }

    private static void FinallyOrdinary(CallTree tree)
    {
        try
        {
            s_zero = 0;
        }
        finally
        {
            tree.Next();
        }
    }

    private static void FinallyExceptional(CallTree tree)
    {
        try
        {
            try
            {
                ThrowDeep(3);
            }
            finally
            {
                tree.Next();
            }
        }
        catch (ArgumentException)
        {
            s_zero = 0;
        }
    }

    private static void LibraryFinally(CallTree tree)
    {
        try
        {
            _ = string.Concat(new ThrowingSequence(tree));
        }
        catch (ArgumentException)
        {
            s_zero = 0;
        }
    }

    private static void Filter(CallTree tree)
    {
        try
        {
            ThrowDeep(2);
        }
        catch (ArgumentException) when (Accept(tree))
        {
            s_zero = 0;
        }
    }

    private static void FilterRefuses(CallTree tree)
    {
        try
        {
            try
            {
                ThrowDeep(2);
            }
            catch (ArgumentException) when (!Accept(tree))
            {
                s_zero = 0;
            }
        }
        catch (ArgumentException)
        {
            s_zero = 0;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Accept(CallTree tree)
    {
        tree.Next();
        return true;
    }

    private static void NullReference(CallTree tree)
    {
        try
        {
            s_zero = s_null!.Length - s_null.Length;
        }
        catch (NullReferenceException)
        {
            tree.Next();
        }
    }

    private static void DivideByZero(CallTree tree)
    {
        try
        {
            s_zero = 10 / s_zero;
        }
        catch (DivideByZeroException)
        {
            tree.Next();
        }
    }

    private static void LibraryThrow(CallTree tree)
    {
        try
        {
            _ = int.Parse("no number", null);
        }
        catch (FormatException)
        {
            tree.Next();
        }
    }

    private static void CatchInRecursion(CallTree tree, int depth)
    {
        try
        {
            if (depth > 0)
                CatchInRecursion(tree, depth - 1);
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
            if (depth == 3)
                tree.Next();
        }
    }

    private sealed class ThrowingSequence(CallTree tree) : IEnumerable<string>, IEnumerator<string>
    {
        public string Current => "";

        object System.Collections.IEnumerator.Current => "";

        public IEnumerator<string> GetEnumerator() => this;

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => this;

        public bool MoveNext() => ThrowDeep(1) > 0;

        public void Reset()
        {
        }

        public void Dispose() => tree.Next();
    }
}
