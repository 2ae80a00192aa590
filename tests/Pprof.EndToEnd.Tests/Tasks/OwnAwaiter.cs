using System.Runtime.CompilerServices;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>An awaiter that wraps the continuation in a delegate of its own, behind which nobody can see.</summary>
internal sealed class OwnAwaiter(Task task) : INotifyCompletion
{
    public bool IsCompleted => task.IsCompleted;

    public OwnAwaiter GetAwaiter() => this;

    public void OnCompleted(Action continuation) => task.GetAwaiter().OnCompleted(() => continuation());

    public void GetResult() => task.GetAwaiter().GetResult();
}
