using Xunit;

namespace Pprof.EndToEnd.Tests.Tasks;

public sealed class PointerAwaiterTests : IClassFixture<TaskTrackingFixture>
{
    [Fact]
    public void An_awaiter_with_native_addresses_is_read_for_its_task_only()
    {
        using Gate gate = new();
        _ = Native(gate.Task);

        string operation = Assert.Single(OperationText.Of(nameof(Native)));
        Assert.Contains("task completion source", operation, StringComparison.Ordinal);
    }

    private static async Task Native(Task gate) => await new PointerAwaiter(gate);
}
