using Pprof.TestSupport;
using Pprof.Tool.Recording;
using Pprof.Tool.Tests.Support;
using Xunit;

namespace Pprof.Tool.Tests.Containers;

/// <summary>Programs in containers, seen from the host or from beside, and programs of other users.</summary>
public sealed class ContainerTests
{
    [Fact]
    public void Every_kind_is_recorded_of_another_user_in_other_namespaces()
    {
        Confined.Require();
        using TemporaryFolder folder = new();
        using Target target = Confined.Start("loop", Confined.Nobody);

        ToolResult run = ToolRun.Run(["record", "-p", $"{target.DotnetPid}", .. RecordKinds.All.Keys, "--seconds", "1", "-o", folder.PathOf()]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(RecordKinds.All.Keys.Select(RecordKinds.FileName).Order(), Directory.GetFiles(folder.PathOf()).Select(Path.GetFileName).Order());
        Assert.Contains("Live objects are followed by: agent.", CommentsOf(folder.PathOf("heap.pb.gz")));
        Assert.DoesNotContain(Directory.GetFileSystemEntries($"/proc/{target.DotnetPid}/root{target.Folder}"), path => Path.GetFileName(path).StartsWith("dotnet-pprof", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mode=1777", true)]
    [InlineData("mode=1777,noexec", true)]
    public void Root_file_system_may_be_read_only_and_the_temporary_folder_without_execution(string mount, bool readOnly)
    {
        Confined.Require();
        using TemporaryFolder folder = new();
        using Target target = Confined.Start("loop", Confined.Nobody, mount, readOnly);

        ToolResult run = ToolRun.Run("record", "-p", $"{target.DotnetPid}", "cpu", "heap", "--seconds", "1", "-o", folder.PathOf());

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains(CommentsOf(folder.PathOf("cpu.pb.gz")), comment => comment.StartsWith("engine: timers", StringComparison.Ordinal));
        Assert.Contains(CommentsOf(folder.PathOf("heap.pb.gz")), comment => comment.StartsWith("Live objects are followed by:", StringComparison.Ordinal));
    }

    [Fact]
    public void Process_list_shows_runtime_user_and_that_it_is_elsewhere()
    {
        Confined.Require();
        using Target target = Confined.Start("idle", Confined.Nobody);

        ToolResult run = ToolRun.Run("ps", "--json");

        using System.Text.Json.JsonDocument list = System.Text.Json.JsonDocument.Parse(run.Output);
        System.Text.Json.JsonElement row = list.RootElement.EnumerateArray().Single(row => row.GetProperty("pid").GetInt32() == target.DotnetPid);
        Assert.Equal("Pprof.Tool.Targets", row.GetProperty("name").GetString());
        Assert.Equal("nobody", row.GetProperty("user").GetString());
        Assert.Equal("everything", row.GetProperty("profiles").GetString());
        Assert.NotEqual("", row.GetProperty("container").GetString());
        Assert.StartsWith($"{Environment.Version.Major}.", row.GetProperty("runtime").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tool_in_a_mount_namespace_of_its_own_enters_as_well()
    {
        Confined.Require();
        using TemporaryFolder folder = new();
        using Target target = Confined.Start("loop", Confined.Nobody);
        string command = $"mount -t tmpfs tmpfs /mnt && TMPDIR=/mnt dotnet '{ToolRun.Assembly}' record -p {target.DotnetPid} --seconds 0.5 -o '{folder.PathOf("cpu.pb.gz")}'";

        ToolResult run = ExternalTool.Run("unshare", ["--mount", "bash", "-c", command]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(File.Exists(folder.PathOf("cpu.pb.gz")));
    }

    [Fact]
    public void Another_users_process_is_refused_with_the_way_out()
    {
        Confined.Require();
        using Target target = Target.Start("idle");

        ToolResult run = Confined.RunTool(["--reuid", "65534", "--regid", "65534", "--clear-groups"], "record", "-p", $"{target.Pid}", "-o", "/tmp/never.pb.gz");

        Assert.Equal((int)ExitCode.CannotEnter, run.ExitCode);
        Assert.Contains("belongs to user root, and this is nobody. Run the tool as that user or as root: sudo -u root dotnet pprof", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Root_without_the_right_to_look_is_told_which_right_is_missing()
    {
        Confined.Require();
        using Target target = Confined.Start("idle", Confined.Nobody);

        ToolResult run = Confined.RunTool(["--bounding-set", "-sys_ptrace", "--inh-caps", "-sys_ptrace"], "record", "-p", $"{target.DotnetPid}", "-o", "/tmp/never.pb.gz");

        Assert.Equal((int)ExitCode.CannotEnter, run.ExitCode);
        Assert.Contains("lacks the capability SYS_PTRACE", run.Error, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> CommentsOf(string path)
    {
        using FileStream file = File.OpenRead(path);
        return ProfileReport.Read(file).Comments;
    }
}
