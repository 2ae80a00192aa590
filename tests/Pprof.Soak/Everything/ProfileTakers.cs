using Pprof.TestSupport;

namespace Pprof.Soak.Everything;

/// <summary>Takes every profile in every form, again and again; each must be valid. Also switches what is recorded, and reads damaged files.</summary>
internal sealed class ProfileTakers(Ledger ledger)
{
    private static readonly int[] s_frequencies = [100, 1000];
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_cpuTime = TimeSpan.FromMilliseconds(700);
    private byte[] _latest = [];

    public Storm[] All() =>
    [
        new("CPU profiles", TakeCpu),
        new("snapshots of threads", () => Take("goroutine")),
        .. new[] { "heap", "allocs", "block", "mutex", "exceptions", "threadcreate", "soak.held" }.Select(name => new Storm($"profile {name}", () => Take(name))),
        new("profiles of a while", TakeDelta),
        new("switches", Switch),
        new("traces", Trace),
        new("damaged files", ReadDamaged),
    ];

    private void TakeCpu()
    {
        using MemoryStream file = new();
        using (CpuProfileSession? session = TryStart(file))
        {
            Thread.Sleep(s_cpuTime);
            if (session is null)
            {
                return;
            }
        }

        ledger.Enter(ProfileOracle.AssertValid(file));
        Volatile.Write(ref _latest, file.ToArray());
    }

    // The web server may be taking one.
    private static CpuProfileSession? TryStart(MemoryStream file)
    {
        try
        {
            return CpuProfile.Start(file, new CpuProfileOptions { Frequency = s_frequencies[Random.Shared.Next(s_frequencies.Length)] });
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // A profile of the program's own is there when it has been made.
    private static void Take(string name)
    {
        if (Profile.Lookup(name) is { } profile)
        {
            using MemoryStream file = new();
            profile.WriteTo(file);
            ProfileOracle.AssertValid(file);
            profile.WriteTo(Stream.Null, 1);
            profile.WriteTo(Stream.Null, 2);
        }

        Thread.Sleep(s_pause);
    }

    private static void TakeDelta()
    {
        using MemoryStream file = new();
        Profile.Lookup("mutex")!.WriteDeltaAsync(file, TimeSpan.FromSeconds(1)).GetAwaiter().GetResult();
        ProfileOracle.AssertValid(file);
    }

    // What is counted elsewhere stays on; each switch replaces the session that all of them share.
    private static void Switch()
    {
        Profiling.Disable(ProfileKinds.Mutex);
        Thread.Sleep(s_pause);
        Profiling.Enable(ProfileKinds.Mutex);
        Thread.Sleep(s_pause * 5);
    }

    // Refused while the storms have loaded assemblies that may be unloaded, which is nearly always.
    private static void Trace()
    {
        try
        {
            EventTrace.WriteToAsync(Stream.Null, s_pause).GetAwaiter().GetResult();
        }
        catch (PlatformNotSupportedException)
        {
        }

        Thread.Sleep(s_pause * 20);
    }

    // Refused by a FormatException, or taken for what it still is.
    private void ReadDamaged()
    {
        byte[] file = [.. Volatile.Read(ref _latest)];
        for (int i = Random.Shared.Next(8); i > 0 && file.Length > 0; i--)
        {
            file[Random.Shared.Next(file.Length)] = (byte)Random.Shared.Next(256);
        }

        try
        {
            using MemoryStream stream = new(file);
            ProfileReport.Read(stream).WriteMarkdown(TextWriter.Null);
        }
        catch (FormatException)
        {
        }

        Thread.Sleep(s_pause / 10);
    }
}
