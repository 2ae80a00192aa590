using System.Runtime.CompilerServices;

namespace Pprof.Workloads.HeapProfiles;

/// <summary>Allocates in every way that the language and the library have, each in a method of its own, and writes the profile.</summary>
internal static class AllocatorsRun
{
    // 300 samples of each: all of them missing is as likely as e^-300.
    private const long BytesOfEach = 30 << 20;

    /// <param name="folder">Where allocs.pb.gz goes.</param>
    public static int Report(string folder)
    {
        Profiling.HeapLiveness = HeapLiveness.Off;
        Profiling.Enable(ProfileKinds.Heap);
        foreach (Action<int> allocate in (Action<int>[])[Constructor, Boxing, Resize, Clone, CreateInstance, CreateArray, Concatenation, Substring, Large])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; GC.GetAllocatedBytesForCurrentThread() - before < BytesOfEach; i++)
            {
                allocate(i);
            }
        }

        using FileStream file = File.Create(Path.Combine(folder, "allocs.pb.gz"));
        Profile.Lookup("allocs")!.WriteTo(file);
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Constructor(int number) => s_last = new Part { Number = number };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Boxing(int number) => s_last = number;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Resize(int number)
    {
        int[] numbers = s_numbers;
        System.Array.Resize(ref numbers, 500 + (number % 2));
        s_last = numbers;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Clone(int number) => s_last = s_part.Copy(number);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CreateInstance(int number) => s_last = Activator.CreateInstance(number < 0 ? typeof(string) : typeof(Part))!;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CreateArray(int number) => s_last = System.Array.CreateInstance(number < 0 ? typeof(string) : typeof(long), 100);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Concatenation(int number) => s_last = string.Concat(s_text, number < 0 ? "" : "end");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Substring(int number) => s_last = s_text.Substring(number % 2, 90);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Large(int number) => s_last = new byte[100_000 + (number % 2)];

    private static object? s_last;
    private static readonly string s_text = new('x', 100);
    private static readonly int[] s_numbers = new int[10];
    private static readonly Part s_part = new();

    private sealed class Part
    {
        public int Number { get; set; }

        // As large as a small array, so that few are needed.
        public (decimal First, decimal Second, decimal Third, decimal Fourth) Rest { get; set; }

        // A compiler that inlines it leaves no frame to expect.
        [MethodImpl(MethodImplOptions.NoInlining)]
        public Part Copy(int number)
        {
            Part copy = (Part)MemberwiseClone();
            copy.Number = number;
            return copy;
        }
    }
}
