using Pprof.TestSupport;
using Pprof.Tool.Recording;
using Pprof.Tool.Targets;
using Pprof.Tool.Tests.Support;
using Xunit;

namespace Pprof.Tool.Tests.Record;

/// <summary>What is left of a recording in the process that was looked at.</summary>
public sealed class AftermathTests
{
    private static readonly string[] s_kinds = [.. RecordKinds.All.Keys.Where(kind => kind != RecordKinds.Trace)];

    [Fact]
    public void Process_ends_as_it_would_have_and_nothing_lies_on_its_disk()
    {
        using TemporaryFolder folder = new();
        using Target target = Target.Start("idle");

        ToolResult run = ToolRun.Run(["record", "-p", $"{target.Pid}", .. s_kinds, "--seconds", "0.3", "-o", folder.PathOf()]);
        string[] left = [.. Directory.GetFileSystemEntries(target.Folder).Select(Path.GetFileName).Where(name => !name!.StartsWith("dotnet-diagnostic", StringComparison.Ordinal) && !name.StartsWith("clr-debug", StringComparison.Ordinal))!];
        ToolResult end = target.End();

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Empty(left);
        Assert.Equal((0, "", ""), (end.ExitCode, end.Output, end.Error));
    }

    [Fact]
    public async Task A_hundred_attachments_leave_nothing()
    {
        // What the agent has thrown away is memory until the program's own allocations bring a collection; here they are brought soon.
        // The C library keeps what threads have freed, for each of several arenas; here there is one.
        using Target target = Target.Start("idle", ("DOTNET_GCgen0size", "0x80000"), ("MALLOC_ARENA_MAX", "1"));
        await AttachAsync(target, 30, kindsOf: i => i % 2 == 0 ? s_kinds : [RecordKinds.Cpu]);
        (int threads, int files, long bytes) = (target.Threads, target.Files, target.AnonymousBytes);

        await AttachAsync(target, 100, kindsOf: _ => [RecordKinds.Cpu]);

        // Threads of the pool come by themselves, and go in any number when they have had nothing to do.
        Assert.InRange(target.Threads - threads, -threads, 2);
        Assert.InRange(target.Files - files, -files, 2);
        Assert.InRange(target.AnonymousBytes - bytes, long.MinValue, 5 << 20);
    }

    [Fact]
    public async Task Tool_that_is_killed_leaves_no_recording_behind()
    {
        using TemporaryFolder folder = new();
        using Target target = Target.Start("loop");
        using System.Diagnostics.Process tool = System.Diagnostics.Process.Start("dotnet", [ToolRun.Assembly, "record", "-p", $"{target.Pid}", "cpu", "exceptions", "--seconds", "60", "-o", folder.PathOf()]);
        await Until.TrueAsync(() => ThreadNames(target).Contains("pprof cpu sampl"));

        tool.Kill();
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);

        await Until.TrueAsync(() => !ThreadNames(target).Any(name => name.StartsWith("pprof", StringComparison.Ordinal)));
    }

    private static string[] ThreadNames(Target target) =>
        [.. Directory.GetDirectories($"/proc/{target.Pid}/task").Select(NameOf)];

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).TrimEnd();
        }
        catch (IOException)
        {
            // It has ended.
            return "";
        }
    }

    private static async Task AttachAsync(Target target, int times, Func<int, string[]> kindsOf)
    {
        for (int i = 0; i < times; i++)
        {
            RecordPlan plan = new(kindsOf(i), TimeSpan.FromMilliseconds(20));
            using MemorySink sink = new(RecordKinds.Cpu);
            using IRunningRecording recording = ProcessRecorder.Start(TargetSearch.ByPid(target.Pid), plan, sink);
            await Task.Delay(plan.Duration, TestContext.Current.CancellationToken);
            recording.Finish();
            await recording.Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            Assert.Null(sink.Failure);
        }
    }
}
