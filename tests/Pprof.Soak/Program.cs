using System.Globalization;
using Pprof;
using Pprof.Soak;

// Pprof.Soak heap [seconds] [Auto|Agent|GcEvents|Off|None]: the storms of the heap, with a CPU and a heap profile each second; None for the storms alone.
// Exit code 0: no crash, no hang, every profile valid, no growth of memory or handles.
if (args is ["heap", .. string[] heap])
{
    TimeSpan duration = TimeSpan.FromSeconds(heap.Length > 0 ? double.Parse(heap[0], CultureInfo.InvariantCulture) : 600);
    HeapLiveness? liveness = heap switch { [_, "None"] => null, [_, var way] => Enum.Parse<HeapLiveness>(way), _ => HeapLiveness.Auto };
    return HeapSoak.Run(liveness, duration) ? 0 : 1;
}

// Runs every storm at once and starts and stops a CPU profile each second at 1,000 Hz.
// Usage: Pprof.Soak [seconds]. Exit code 0: no crash, no hang, every profile valid.
double seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 60;
return Soak.Run(TimeSpan.FromSeconds(seconds)) ? 0 : 1;
