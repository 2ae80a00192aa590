using System.Diagnostics;
using System.Text.Json.Nodes;
using Pprof.Format;
using Pprof.TestSupport;
using Pprof.Tool.Tests.Support;
using Xunit;

namespace Pprof.Tool.Tests.Record;

/// <summary>Wall-clock time: by the agent when it is asked for, from outside where no agent can be loaded.</summary>
public sealed class WallTests
{
    [Fact]
    public void Engine_that_is_asked_for_is_used()
    {
        using TemporaryFolder folder = new();
        using Target target = Target.Start("loop");

        ToolResult run = ToolRun.Run("record", "-p", $"{target.Pid}", "--seconds", "1", "--engine", "eventpipe", "-o", folder.PathOf("wall.pb.gz"));

        Assert.True(run.ExitCode == 0, run.Error);
        EnsureWall(folder.PathOf("wall.pb.gz"));
    }

    [Fact]
    public void Process_without_startup_hooks_is_looked_at_from_outside()
    {
        using TemporaryFolder folder = new();
        using Target target = StartWithoutHooks("loop", folder.PathOf("settings.json"));

        ToolResult run = ToolRun.Run("record", "-p", $"{target.Pid}", "--seconds", "1", "-o", folder.PathOf("wall.pb.gz"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("Recording wall-clock time of its managed threads instead", run.Error, StringComparison.Ordinal);
        EnsureWall(folder.PathOf("wall.pb.gz"));
    }

    /// <summary>As trimmed programs are.</summary>
    internal static Target StartWithoutHooks(string mode, string settingsFile)
    {
        string assembly = Path.Combine(AppContext.BaseDirectory, "Pprof.Tool.Targets.dll");
        JsonNode settings = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(assembly, ".runtimeconfig.json")))!;
        settings["runtimeOptions"]!["configProperties"] = new JsonObject { ["System.StartupHookProvider.IsSupported"] = false };
        File.WriteAllText(settingsFile, settings.ToJsonString());
        return Target.StartReady(new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", settingsFile, assembly, mode]));
    }

    private static void EnsureWall(string path)
    {
        using FileStream file = File.OpenRead(path);
        ProfileData profile = ProfileDecoder.Read(file);
        Assert.Equal(["samples", "idle", "wall"], profile.SampleTypes.Select(type => type.Type));
        Assert.Contains(profile.Functions, function => function.Name == "Pprof.Tool.Targets.Loop.Calculate" && function.FileName.EndsWith("Loop.cs", StringComparison.Ordinal));

        // One thread works all the time, another sleeps on a lock or wants it.
        double working = profile.Samples.Where(sample => sample.Locations.SelectMany(location => location.Lines).Any(line => line.Function?.Name == "Pprof.Tool.Targets.Loop.Work")).Sum(sample => sample.Values[1] + sample.Values[2]);
        Assert.InRange(working / profile.DurationNanos, 0.7, 1.1);
        Assert.True(profile.Samples.Sum(sample => sample.Values[1]) > profile.DurationNanos / 2, "nothing was idle");
    }
}
