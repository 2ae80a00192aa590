using System.Runtime.CompilerServices;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>An awaiter that holds a native address which is no object, as those of native libraries do.</summary>
internal readonly unsafe struct PointerAwaiter(Task task) : INotifyCompletion
{
    private readonly byte* _address = (byte*)0x10;
    private readonly delegate*<void> _function = (delegate*<void>)0x18;
    private readonly Task _task = task;

    public bool IsCompleted => _task.IsCompleted;

    public PointerAwaiter GetAwaiter() => this;

    public void OnCompleted(Action continuation) => _task.GetAwaiter().OnCompleted(continuation);

    public void GetResult() => _ = _address + (nint)_function;
}
