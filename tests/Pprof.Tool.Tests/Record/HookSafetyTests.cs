using System.Net.Sockets;
using Pprof.TestSupport;
using Pprof.Tool.Tests.Support;
using Xunit;

namespace Pprof.Tool.Tests.Record;

/// <summary>The hook looks into a folder that everybody may write to: what others put there must not harm the program.</summary>
public sealed class HookSafetyTests
{
    [Fact]
    public void Folder_of_another_user_is_not_entered()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can make another user's folder.");
        using TemporaryFolder results = new();
        using Target target = Target.Start("loop");
        string trap = FolderFor(target);
        using Socket listener = Listen(trap);
        ExternalTool.Run("chown", ["-R", "65534", trap]);

        Record(target, results);

        Assert.False(listener.Poll(0, SelectMode.SelectRead), "The hook has called on a folder that is another user's.");
        Assert.Equal(0, target.End().ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("a build that nobody has\nready\n")]
    [InlineData("a build that nobody has\nready\nand then nonsense instead of frames")]
    public async Task Tool_that_talks_nonsense_leaves_the_program_and_the_next_tool_alone(string nonsense)
    {
        using TemporaryFolder results = new();
        using Target target = Target.Start("loop");
        using Socket listener = Listen(FolderFor(target));
        Task answered = AnswerAsync(listener, nonsense);

        Record(target, results);

        await answered.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        ToolResult end = target.End();
        Assert.Equal((0, ""), (end.ExitCode, end.Error));
    }

    [Fact]
    public void Tool_that_says_nothing_does_not_keep_the_next_one_waiting()
    {
        using TemporaryFolder results = new();
        using Target target = Target.Start("loop");
        using Socket listener = Listen(FolderFor(target));

        Record(target, results);

        Assert.Equal(0, target.End().ExitCode);
    }

    [Fact]
    public void Folder_that_a_killed_tool_has_left_is_taken_away()
    {
        using TemporaryFolder results = new();
        using Target target = Target.Start("loop");
        string left = FolderFor(target);
        Listen(left).Dispose();
        File.WriteAllText(Path.Combine(left, "Pprof.dll"), "half of a file");

        Record(target, results);

        Assert.False(Directory.Exists(left));
    }

    private static string FolderFor(Target target) => Directory.CreateDirectory(Path.Combine(target.Folder, $"dotnet-pprof-{target.Pid}-{Guid.NewGuid():n}")).FullName;

    private static Socket Listen(string folder)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "socket")));
        socket.Listen(1);
        return socket;
    }

    private static async Task AnswerAsync(Socket listener, string words)
    {
        using Socket call = await listener.AcceptAsync();
        await call.SendAsync(System.Text.Encoding.ASCII.GetBytes(words));
    }

    private static void Record(Target target, TemporaryFolder results)
    {
        ToolResult run = ToolRun.Run("record", "-p", $"{target.Pid}", "--seconds", "0.3", "-o", results.PathOf("cpu.pb.gz"));
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
