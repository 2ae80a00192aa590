namespace Pprof.AspNetCore.Limits;

/// <summary>Runs once, when the work is done.</summary>
internal sealed class Leave(Action leave) : IDisposable
{
    private Action? _leave = leave;

    public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
}
