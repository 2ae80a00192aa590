using System.Globalization;
using System.Runtime.InteropServices;

namespace Pprof.Soak.Sleepers;

/// <summary>What is done to a program beside its sleeping threads.</summary>
/// <param name="Name">Of a column: <c>nothing</c>, <c>100 Hz</c>.</param>
/// <param name="Start">Begins it; the answer ends it.</param>
internal sealed partial record Disturbance(string Name, Func<IReadOnlyCollection<Sleeper>, IDisposable> Start)
{
    private const int RuntimeSignal = 34;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    public static Disturbance Nothing => new("nothing", _ => new Repeated(() => { }));

    /// <summary>Twenty times a second.</summary>
    public static Disturbance Goroutine => new("goroutine", _ => new Repeated(() => Profile.Lookup("goroutine")!.WriteTo(Stream.Null)));

    /// <summary>What a profiler must not do. Shows that the interruptions are seen.</summary>
    public static Disturbance Signals => new("signals", sleepers => new Repeated(() =>
    {
        foreach (Sleeper sleeper in sleepers)
        {
            _ = tgkill(Environment.ProcessId, sleeper.ThreadId, RuntimeSignal);
        }
    }));

    /// <summary>All that can be recorded, and each profile written again and again.</summary>
    public static Disturbance Everything(ProfileKinds kinds) => new("everything", _ => new All(kinds));

    public static Disturbance Cpu(int frequency) =>
        new($"{frequency} Hz", _ => CpuProfile.Start(Stream.Null, new CpuProfileOptions { Frequency = frequency }));

    /// <param name="name">A name as above, or a frequency.</param>
    public static Disturbance Parse(string name) => name switch
    {
        "nothing" => Nothing,
        "goroutine" => Goroutine,
        "signals" => Signals,
        _ => Cpu(int.Parse(name, CultureInfo.InvariantCulture)),
    };

    [LibraryImport("libc")]
    private static partial int tgkill(int process, int thread, int signal);

    private sealed class All : IDisposable
    {
        private readonly ProfileKinds _kinds;
        private readonly CpuProfileSession _cpu = CpuProfile.Start(Stream.Null);
        private readonly Repeated _writes;

        public All(ProfileKinds kinds)
        {
            _kinds = kinds;
            Profiling.Enable(kinds);
            _writes = new Repeated(static () =>
            {
                foreach (Profile profile in Profile.All)
                {
                    profile.WriteTo(Stream.Null);
                }
            });
        }

        public void Dispose()
        {
            _writes.Dispose();
            _cpu.Dispose();
            Profiling.Disable(_kinds);
        }
    }

    private sealed class Repeated : IDisposable
    {
        private readonly Thread _thread;
        private volatile bool _end;

        public Repeated(Action action)
        {
            _thread = new Thread(() =>
            {
                for (; !_end; Thread.Sleep(s_pause))
                {
                    action();
                }
            });
            _thread.Start();
        }

        public void Dispose()
        {
            _end = true;
            _thread.Join();
        }
    }
}
