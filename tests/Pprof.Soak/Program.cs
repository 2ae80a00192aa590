using System.Globalization;
using Pprof;
using Pprof.Soak;
using Pprof.Soak.Copies;
using Pprof.Soak.Ends;
using Pprof.Soak.Everything;
using Pprof.Soak.Sleepers;

// Pprof.Soak heap [seconds] [Auto|Agent|GcEvents|Off|None]: the storms of the heap, with a CPU and a heap profile each second; None for the storms alone.
// Exit code 0: no crash, no hang, every profile valid, no growth of memory or handles.
if (args is ["heap", .. string[] heap])
{
    TimeSpan duration = TimeSpan.FromSeconds(heap.Length > 0 ? double.Parse(heap[0], CultureInfo.InvariantCulture) : 600);
    HeapLiveness? liveness = heap switch { [_, "None"] => null, [_, var way] => Enum.Parse<HeapLiveness>(way), _ => HeapLiveness.Auto };
    return HeapSoak.Run(liveness, duration) ? 0 : 1;
}

// Pprof.Soak sleepers [seconds]: whether profiles leave threads alone that use no CPU time; each scene for so many seconds, 4 minutes in all with 10.
// Pprof.Soak sleepers one <nothing|frequency|goroutine|signals> <cores> <short|long> <seconds>: one of them. Exit code 0: no call was interrupted.
switch (args)
{
    case ["sleepers", "one", string disturbance, string cores, string lives, string length]:
        Scene scene = new(int.Parse(cores, CultureInfo.InvariantCulture), WithShortThreads: lives == "short");
        return SleepersSoak.RunOne(disturbance, scene, TimeSpan.FromSeconds(double.Parse(length, CultureInfo.InvariantCulture))) ? 0 : 1;
    case ["sleepers", .. string[] rest]:
        return SleepersSoak.RunAll(rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 10) ? 0 : 1;
}

// Pprof.Soak all [--seconds 60] [--record]: every profile through everything at once, sleeping threads with and without profiles. With --record the results are
// this runtime's part of bench/results/soak.md. Exit code 0: nothing crashed, hung, grew, was interrupted, or was counted wrongly.
if (args is ["all", .. string[] all])
{
    int at = Array.IndexOf(all, "--seconds");
    double length = at >= 0 ? double.Parse(all[at + 1], CultureInfo.InvariantCulture) : 60;
    return EverythingSoak.Run(TimeSpan.FromSeconds(length), all.Contains("--record")) ? 0 : 1;
}

// Pprof.Soak end <way> <on|off>: a hosted service that ends in this way, with everything recorded or nothing.
if (args is ["end", string ending, string profiles])
{
    return EndingService.Run(ending, isProfiled: profiles == "on");
}

// Pprof.Soak copies <both|collectible>: a second copy of the library, in a load context of its own.
if (args is ["copies", string which])
{
    return which == "both" ? TwoCopies.Run() : TwoCopies.Refuse();
}

// Runs every storm at once and starts and stops a CPU profile each second at 1,000 Hz.
// Usage: Pprof.Soak [seconds]. Exit code 0: no crash, no hang, every profile valid.
double seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 60;
return Soak.Run(TimeSpan.FromSeconds(seconds)) ? 0 : 1;
