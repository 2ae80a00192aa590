using System.Runtime.CompilerServices;

namespace Pprof.EndToEnd.Tests.Viewer;

/// <summary>A call tree of known shape: Run → Outer → Middle → Inner, the innermost calling the C library's <c>pow</c>.</summary>
internal static class Burner
{
    public static readonly string[] Tree = ["Burner.Inner", "Burner.Middle", "Burner.Outer", "Burner.Run"];

    /// <summary>A field: an accessor would be a frame of the tree in code that is not optimized.</summary>
    public static int HotLine;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double Run(TimeSpan duration)
    {
        double sum = 0;
        long end = Environment.TickCount64 + (long)duration.TotalMilliseconds;
        while (Environment.TickCount64 < end)
        {
            for (int i = 0; i < 1000; i++)
            {
                sum += Outer(1 + (i * 1e-3));
            }
        }

        return sum;
    }

    // Two wrappers without a frame of their own once they are optimized: a walk by frame pointers loses their callers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Outer(double x) => Middle(x) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Middle(double x) => Inner(x) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Inner(double x)
    {
        double power = 0;
        HotLine = SourceLine.Here() + 3;
        for (int i = 0; i < 20; i++)
        {
            power += Math.Pow(x, 1.5 + i);
        }

        return power;
    }
}
