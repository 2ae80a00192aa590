using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

// What programs that throw badly see is what is tested.
#pragma warning disable CA2200, CA2201, CA2219

namespace Pprof.EndToEnd.Tests.Exceptions;

/// <summary>Places that throw, told apart in a profile by their names.</summary>
internal static class Throwers
{
    private static readonly int[] s_three = new int[3];

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Plain() => throw new InvalidOperationException("plain");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void PlainOfLibrary() => _ = int.Parse("x");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void NullOfCall()
    {
        string? none = Nothing();
        Use(1);
        Use(none!.Length);
    }

    // The first instruction faults: nothing of the method lies before it.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int NullAtStart(string text) => text.Length;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void NullAtFirstInstruction()
    {
        NullAtStart(null!);
        Use(1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ThrownNull()
    {
        Use(1);
        throw new NullReferenceException();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ByZero()
    {
        Use(1);
        Use(5 / Zero());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void OutOfRange()
    {
        Use(1);
        Use(s_three[3 + Zero()]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void WrongType() => Use(((Version)(object)"text").Major);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void InGeneric() => Generic<string>.Throw(5);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void InFinally()
    {
        try
        {
            Use(1);
        }
        finally
        {
            throw new ApplicationException("in a finally");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void InCatch()
    {
        try
        {
            Plain();
        }
        catch (InvalidOperationException e)
        {
            throw new ArgumentException("in a catch", e);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void InFilter()
    {
        try
        {
            Plain();
        }
        catch (InvalidOperationException) when (ThrowsAndCatches())
        {
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool ThrowsAndCatches()
    {
        try
        {
            throw new ApplicationException("in a filter");
        }
        catch (ApplicationException)
        {
            return false;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Again()
    {
        try
        {
            Plain();
        }
        catch (InvalidOperationException)
        {
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AgainAsNew()
    {
        try
        {
            Plain();
        }
        catch (InvalidOperationException e)
        {
            throw e;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void CapturedAndThrown()
    {
        try
        {
            Plain();
        }
        catch (InvalidOperationException e)
        {
            ExceptionDispatchInfo.Capture(e).Throw();
        }
    }

    /// <summary>Below so many awaits.</summary>
    public static async Task Awaited(int awaits, bool waits)
    {
        if (awaits == 0)
        {
            if (waits)
            {
                await Task.Yield();
            }

            Plain();
        }

        await Awaited(awaits - 1, waits);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int AtDepth(int depth)
    {
        if (depth == 0)
        {
            Plain();
        }

        return AtDepth(depth - 1) + 1;
    }

    private static class Generic<T>
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static void Throw<TOther>(TOther value) => throw new NotSupportedException($"{typeof(T)} {value}");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Nothing() => null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Zero() => s_three[0];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Use(int value) => GC.KeepAlive(value);
}
