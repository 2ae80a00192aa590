namespace Pprof.Export.Collecting;

/// <summary>
/// Makes the profiles of one interval after the other. One thread at a time, of the pool: making them takes some ten
/// milliseconds of it.
/// </summary>
internal sealed class ProfileMaker(PprofExportOptions options, Action<string> report) : IDisposable
{
    private readonly Dictionary<string, DeltaSource> _sources = new(StringComparer.Ordinal);
    private CpuRecording? _cpu;
    private long _cpuStart;

    /// <summary>From here on everything is in some interval. What cannot be recorded is reported, and left
    /// out.</summary>
    public void Begin()
    {
        Profiling.Enable(options.Enable);
        if (options.Profiles.Contains("cpu"))
        {
            Try("cpu", BeginCpu);
        }

        foreach (Profile profile in Known())
        {
            Try(profile.Name, _sources[profile.Name].Begin);
        }
    }

    /// <summary>What has happened since the last time, or the beginning.</summary>
    /// <param name="isLast">Nothing is recorded afterwards.</param>
    public IReadOnlyList<ExportedProfile> Take(bool isLast = false)
    {
        List<ExportedProfile> all = [];
        if (_cpu is { IsRunning: true } cpu)
        {
            Try("cpu", () => all.Add(TakeCpu(cpu, isLast)));
        }

        foreach (Profile profile in Known())
        {
            Try(profile.Name, () => Add(all, _sources[profile.Name].Take()));
        }

        return all;
    }

    public void Dispose() => _cpu?.Dispose();

    private static void Add(List<ExportedProfile> all, ExportedProfile? one)
    {
        if (one is not null)
        {
            all.Add(one);
        }
    }

    // A program may make profiles of its own at any time.
    private IEnumerable<Profile> Known()
    {
        foreach (Profile profile in Profile.All.Where(profile => options.Profiles.Contains(profile.Name)))
        {
            _sources.TryAdd(profile.Name, new DeltaSource(profile, options.Clock));
            yield return profile;
        }
    }

    private void BeginCpu()
    {
        _cpu = CpuRecording.Start(new CpuProfileOptions { Frequency = options.CpuFrequency });
        _cpuStart = options.Clock.GetTimestamp();
    }

    private ExportedProfile TakeCpu(CpuRecording cpu, bool isLast)
    {
        using MemoryStream file = new();
        Action<Stream> write = isLast ? cpu.Stop : cpu.WritePart;
        write(file);
        long now = options.Clock.GetTimestamp();
        TimeSpan passed = options.Clock.GetElapsedTime(_cpuStart, now);
        _cpuStart = now;
        return new ExportedProfile("cpu", file.ToArray(), options.Clock.GetUtcNow() - passed, passed);
    }

    // One that fails keeps the others going, and the program too.
    private void Try(string name, Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure)
        {
            report($"The profile '{name}' could not be made: {failure.Message}");
        }
    }
}
