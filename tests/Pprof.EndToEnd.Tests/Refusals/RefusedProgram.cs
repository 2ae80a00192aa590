using Pprof.TestSupport;
using Pprof.Workloads.Refusals;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Refusals;

/// <summary>A program to which system calls are refused, and what its profiles say of themselves.</summary>
internal sealed class RefusedProgram
{
    private readonly Dictionary<string, string> _said;

    /// <param name="calls">Numbers of system calls.</param>
    /// <param name="error">What they answer.</param>
    /// <param name="files">How many descriptors it may have; 0 for the usual number.</param>
    public RefusedProgram(IEnumerable<int> calls, int error, int files = 0)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("refused-");
        ToolResult result = ExternalTool.Run(
            "dotnet", typeof(RefusalRun).Assembly.Location, "refuse", string.Join(',', calls), $"{error}", $"{files}", "refused", folder.FullName);
        Assert.SkipWhen(result.ExitCode == Launcher.CannotFilter, $"No system call can be refused here. {result.Error}");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        _said = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim());
        string cpu = Path.Combine(folder.FullName, "cpu.pb.gz");
        Cpu = File.Exists(cpu) ? ProfileOracle.AssertValid(File.ReadAllBytes(cpu)) : null;
        string logical = Path.Combine(folder.FullName, "logical.pb.gz");
        LogicalComments = File.Exists(logical) ? CommentsOf(ProfileOracle.AssertValid(File.ReadAllBytes(logical))) : "";
        Threads = File.ReadAllText(Path.Combine(folder.FullName, "goroutine.txt"));
        folder.Delete(recursive: true);
    }

    public bool IsSupported => bool.Parse(_said["supported"]);

    /// <summary>Why timers cannot be had; empty when they can.</summary>
    public string Reason => _said["timers"];

    /// <summary>Null when it could not be taken.</summary>
    public Proto.Profile? Cpu { get; }

    /// <summary>The text form of <c>goroutine</c>.</summary>
    public string Threads { get; }

    public string Comments => CommentsOf(Cpu!);

    /// <summary>Those of a profile for which logical stacks were asked.</summary>
    public string LogicalComments { get; }

    /// <summary>The part of the CPU time that is lost.</summary>
    public double Lost => (double)Cpu!.Sample.Where(sample => ProfileOracle.Names(Cpu, sample).FirstOrDefault() == "[lost]").Sum(sample => sample.Value[1])
        / ProfileOracle.Total(Cpu, 1);

    /// <summary>How many of the three threads that run, or that wait, show where they are.</summary>
    public int Shown(string method) => Threads.Split($"RefusalRun.{method}").Length - 1;

    private static string CommentsOf(Proto.Profile profile) => string.Join('\n', profile.Comment.Select(index => profile.StringTable[(int)index]));
}
