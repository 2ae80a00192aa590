using Pprof.TestSupport;
using Pprof.Tool.Tests.Support;
using Xunit;

namespace Pprof.Tool.Tests.Published;

/// <summary>The tool as a new user has it: packed, installed into an empty folder, and tried.</summary>
[Trait("Part", "slow")]
public sealed class PackedToolTests
{
    private const string Sources = """
        <configuration>
          <packageSources><clear /><add key="ours" value="feed" /></packageSources>
        </configuration>
        """;

    [Fact]
    public void Installed_tool_lists_and_records()
    {
        using TemporaryFolder folder = new();
        string project = Path.Combine(RepositoryRoot(), "src", "Pprof.Tool", "Pprof.Tool.csproj");
        Dotnet("pack", project, "-o", folder.PathOf("feed"), "--artifacts-path", folder.PathOf("made"), "-nodeReuse:false");
        File.WriteAllText(folder.PathOf("nuget.config"), Sources);
        Dotnet("tool", "install", "dotnet-pprof", "--tool-path", folder.PathOf("tools"), "--configfile", folder.PathOf("nuget.config"), "--version", "*-*");
        using Target target = Target.Start("loop");

        ToolResult list = ExternalTool.Run(folder.PathOf("tools", "dotnet-pprof"), ["ps"]);
        ToolResult record = ExternalTool.Run(folder.PathOf("tools", "dotnet-pprof"), ["record", "-p", $"{target.Pid}", "--seconds", "1", "-o", folder.PathOf("cpu.pb.gz")]);

        Assert.Contains(list.Output.Split('\n'), line => line.StartsWith($"{target.Pid} ", StringComparison.Ordinal) && line.Contains(" everything ", StringComparison.Ordinal));
        Assert.True(record.ExitCode == 0, record.Error);
        Assert.Contains("Pprof.Tool.Targets.Loop.Calculate", record.Output, StringComparison.Ordinal);
    }

    private static void Dotnet(params string[] arguments)
    {
        ToolResult run = ExternalTool.Run("dotnet", arguments);
        Assert.True(run.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {run.Output}{run.Error}");
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pprof.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
