using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Accuracy.Slope;

/// <summary>The rest of the program, which does not change while work is injected.</summary>
internal static class BaseWork
{
    private static int s_sink;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run()
    {
        Sort();
        Format();
        Count();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Sort()
    {
        int[] numbers = [.. Enumerable.Range(0, 4000).Select(i => i * 7919 % 4001)];
        Array.Sort(numbers);
        s_sink += numbers[17];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Format()
    {
        StringBuilder text = new();
        for (int i = 0; i < 4000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i:x8}");
        }

        s_sink += text.Length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Count()
    {
        Dictionary<int, int> counts = [];
        for (int i = 0; i < 10_000; i++)
        {
            counts[i % 97] = counts.GetValueOrDefault(i % 97) + 1;
        }

        s_sink += counts.Count;
    }
}
