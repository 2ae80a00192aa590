using Pprof.EndToEnd.Tests.Exceptions;
using Xunit;

namespace Pprof.RuntimeAsync.Tests;

/// <summary>What is thrown in a method that the runtime has suspended, and what an await makes of it.</summary>
public sealed class AwaitedExceptionTests
{
    private const int Times = 40;

    [Fact]
    public void Exception_that_is_caught_around_an_await_of_such_a_method_is_thrown_once()
    {
        using ExceptionProfile exceptions = ExceptionProfile.Enabled();
        RunToEnd(CaughtAroundCall);

        Assert.Equal((Times, 0), Counts(exceptions));
    }

    [Fact]
    public void Exception_that_comes_out_of_an_awaited_task_is_a_rethrow()
    {
        using ExceptionProfile exceptions = ExceptionProfile.Enabled();
        RunToEnd(CaughtAroundTask);

        Assert.Equal((Times, Times), Counts(exceptions));
    }

    // Blocks, so that no await of the test itself is counted.
    private static void RunToEnd(Func<Task> method)
    {
        for (int i = 0; i < Times; i++)
        {
            method().GetAwaiter().GetResult();
        }
    }

    // Of all there is: the second throw has none of the thrower's frames below it.
    private static (long Thrown, long Rethrown) Counts(ExceptionProfile exceptions)
    {
        TestSupport.Proto.Profile profile = exceptions.Read();
        return (profile.Sample.Sum(sample => sample.Value[ExceptionProfile.Thrown]), profile.Sample.Sum(sample => sample.Value[ExceptionProfile.Rethrown]));
    }

    private static async Task CaughtAroundCall()
    {
        try
        {
            await Throwers.Awaited(2, waits: true);
        }
        catch (InvalidOperationException)
        {
        }
    }

    private static async Task CaughtAroundTask()
    {
        Task task = Throwers.Awaited(2, waits: true);
        try
        {
            await task;
        }
        catch (InvalidOperationException)
        {
        }
    }
}
