namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>Something to wait for until the end of a test.</summary>
internal sealed class Gate : IDisposable
{
    private readonly TaskCompletionSource _source = new();

    public Task Task => _source.Task;

    public void Dispose() => _source.TrySetResult();
}
