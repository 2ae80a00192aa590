using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using Pprof;

// Says one fact a line: "names: yes". The arguments are the facts that must hold: names lines whole tasks agent heap block.
Dictionary<string, string> facts = [];
string[] allocated = [];
Profiling.Enable(ProfileKinds.Heap | ProfileKinds.Block | ProfileKinds.Tasks);

using MemoryStream cpu = new();
using (CpuProfile.Start(cpu, new CpuProfileOptions { Frequency = 250 }))
{
    Work.Hot(TimeSpan.FromSeconds(1.2));
}

cpu.Position = 0;
ProfileReport report = ProfileReport.Read(cpu);
facts["names"] = Yes(report.Rows.Any(row => row.Function.Contains("Work.Hot", StringComparison.Ordinal)));
facts["lines"] = Yes(Inflated(cpu).Contains("Program.cs", StringComparison.Ordinal));
facts["whole"] = Yes(!report.Rows.Any(row => row.Function is "[unwalkable]"));

TaskCompletionSource gate = new();
Task waiting = Work.Waits(gate.Task);
facts["tasks"] = Profiling.NotEnabledReason(ProfileKinds.Tasks) ?? Yes(Text("goroutine", 2).Contains("Work.Waits", StringComparison.Ordinal));
gate.SetResult();
await waiting;

lock (facts)
{
    Thread blocked = new(() => Work.Blocks(facts));
    blocked.Start();
    Thread.Sleep(100);
}

allocated = Work.Allocates();
string block = Text("block", 1), heap = Text("heap", 1);
facts["block"] = Profiling.NotEnabledReason(ProfileKinds.Block) ?? Yes(block.Contains("Work.Blocks", StringComparison.Ordinal));
facts["heap"] = Profiling.NotEnabledReason(ProfileKinds.Heap) ?? Yes(heap.Contains("Work.Allocates", StringComparison.Ordinal));
facts["agent"] = Yes(heap.Contains("followed by: agent", StringComparison.Ordinal));
GC.KeepAlive(allocated);

foreach ((string fact, string answer) in facts)
{
    Console.WriteLine($"{fact}: {answer}");
}

foreach (string comment in report.Comments.Where(one => one.Contains("degraded", StringComparison.Ordinal) || one.StartsWith("Lines", StringComparison.Ordinal)))
{
    Console.WriteLine($"comment: {comment}");
}

string[] missing = [.. args.Where(fact => facts[fact] != "yes")];
Console.WriteLine(missing.Length == 0 ? "ok" : $"missing: {string.Join(' ', missing)}");
return missing.Length;

static string Yes(bool holds) => holds ? "yes" : "no";

static string Text(string name, int debug)
{
    using MemoryStream text = new();
    Profile.Lookup(name)!.WriteTo(text, debug);
    return Encoding.UTF8.GetString(text.ToArray());
}

static string Inflated(MemoryStream profile)
{
    profile.Position = 0;
    using GZipStream inflated = new(profile, CompressionMode.Decompress, leaveOpen: true);
    using StreamReader reader = new(inflated, Encoding.Latin1);
    return reader.ReadToEnd();
}

/// <summary>What is looked for, by name.</summary>
internal static class Work
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Hot(TimeSpan time)
    {
        long x = 1;
        for (Stopwatch watch = Stopwatch.StartNew(); watch.Elapsed < time;)
        {
            for (int i = 0; i < 5000; i++)
            {
                x = (x * 31) + i;
            }
        }

        return x;
    }

    public static async Task Waits(Task gate) => await gate;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Blocks(object gate)
    {
        lock (gate)
        {
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string[] Allocates()
    {
        string[] kept = new string[20_000];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = new string('x', 200);
        }

        return kept;
    }
}
