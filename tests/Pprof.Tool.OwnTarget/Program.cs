using Pprof;
using Pprof.Tool.OwnTarget;

// A program that uses the package itself: its own recordings begin before a tool looks at it ("before"), or after one has ("after").
const ProfileKinds kinds = ProfileKinds.Heap | ProfileKinds.Exceptions | ProfileKinds.Tasks;
bool isBefore = args is ["before"];
using MemoryStream cpu = new();
if (isBefore)
{
    Begin();
}

Console.WriteLine("ready");
using Load load = new();
Console.ReadLine();
if (!isBefore)
{
    Begin();
}

load.WorkFor(TimeSpan.FromSeconds(1));
CpuProfile.Stop();
Report.OfCpu(cpu);
Report.Of("heap");
Report.Of("exceptions");
Report.Of("goroutine");
Console.WriteLine($"enabled {Profiling.Enabled == kinds}");

void Begin()
{
    Profiling.Enable(kinds);
    CpuProfile.Start(cpu, new CpuProfileOptions { Engine = CpuProfileEngine.Timers, Frequency = 500 });
}
