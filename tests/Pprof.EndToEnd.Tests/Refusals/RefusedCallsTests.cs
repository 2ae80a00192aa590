using Xunit;

namespace Pprof.EndToEnd.Tests.Refusals;

/// <summary>
/// What a sandbox refuses is told with the name of the call, and nothing is lost without a word. The threads of the program: three that
/// run and three that wait.
/// </summary>
public sealed class RefusedCallsTests
{
    private const int EPERM = 1;
    private const int EINVAL = 22;
    private const int ENOSYS = 38;

    private const int Threads = 3;
    private const int TimerCreate = 222;
    private const int TimerSetTime = 223;
    private const int GetRobustList = 274;
    private const int QueueSignal = 297;
    private const int ProcessVmReadv = 310;

    // Of those that the default profile of Docker does not allow without a capability, by number: ptrace and process_vm_readv are allowed
    // since Docker 20, and refused here as before.
    private static readonly int[] s_docker =
    [
        101, 155, 163, 164, 165, 166, 167, 168, 169, 172, 173, 174, 175, 176, 177, 178, 179, 180, 212, 237, 238, 239, 246, 248, 249, 250, 256,
        272, 279, 298, 303, 304, 305, 308, ProcessVmReadv, 311, 312, 313, 320, 321, 323, 425, 426, 427,
    ];

    [Fact]
    public void Under_the_default_profile_of_Docker_everything_works()
    {
        RefusedProgram program = new(s_docker, EPERM);
        AssertWorks(program);
    }

    [Theory]
    [InlineData(ProcessVmReadv, EPERM)]
    [InlineData(ProcessVmReadv, ENOSYS)]
    [InlineData(QueueSignal, EPERM)]
    [InlineData(QueueSignal, ENOSYS)]
    public void Without_calls_for_which_there_is_another_way_everything_works(int call, int error) => AssertWorks(new RefusedProgram([call], error));

    [Theory]
    [InlineData(TimerCreate, EPERM, "timer_create")]
    [InlineData(TimerCreate, ENOSYS, "timer_create")]
    [InlineData(TimerCreate, EINVAL, "timer_create")]
    [InlineData(TimerSetTime, EPERM, "timer_settime")]
    public void Without_timers_the_reason_names_the_call_and_so_does_the_profile_of_wall_clock_time_in_its_place(int call, int error, string name)
    {
        RefusedProgram program = new([call], error);
        Assert.Contains($"{name}: error {error}", program.Reason, StringComparison.Ordinal);
        Assert.Contains($"{name}: error {error}", program.Comments, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_timers_the_threads_are_shown_all_the_same()
    {
        RefusedProgram program = new([TimerCreate], EPERM);
        AssertAllThreads(program);
    }

    [Fact]
    public void Without_knowledge_of_stacks_the_time_is_right_and_the_comments_name_the_call()
    {
        RefusedProgram program = new([GetRobustList], EPERM);
        Assert.True(program.IsSupported);
        Assert.InRange(program.Lost, 0, 0.1);
        Assert.Contains("refuses get_robust_list (error 1)", program.Comments, StringComparison.Ordinal);
        AssertAllThreads(program);
    }

    [Theory]
    [InlineData(EPERM)]
    [InlineData(ENOSYS)]
    public void Where_the_kernel_does_not_read_for_a_handler_stacks_are_physical_and_the_comments_say_so(int error) => Assert.Contains(
        "logical stacks were asked for, and these are physical, because the kernel refuses process_vm_readv",
        new RefusedProgram([ProcessVmReadv], error).LogicalComments, StringComparison.Ordinal);

    [Fact]
    public void Threads_that_can_be_asked_in_no_way_are_counted_and_the_reason_is_told()
    {
        RefusedProgram program = new([TimerCreate, QueueSignal], EPERM);
        Assert.Equal(Threads, program.Shown("Wait"));
        Assert.Contains("threads could not be asked for their stacks (error 1)", program.Threads, StringComparison.Ordinal);
    }

    // A loaded machine loses some milliseconds, and says so.
    private static string WithoutLoss(string comments) =>
        string.Join('\n', comments.Split('\n').Where(line => !line.Contains("ms of CPU time", StringComparison.Ordinal)));

    private static void AssertWorks(RefusedProgram program)
    {
        Assert.True(program.IsSupported, program.Reason);
        Assert.InRange(program.Lost, 0, 0.1);
        Assert.DoesNotContain("degraded", WithoutLoss(program.Comments), StringComparison.Ordinal);
        AssertAllThreads(program);
    }

    private static void AssertAllThreads(RefusedProgram program)
    {
        Assert.Equal(Threads, program.Shown("Compute"));
        Assert.Equal(Threads, program.Shown("Wait"));
    }
}
