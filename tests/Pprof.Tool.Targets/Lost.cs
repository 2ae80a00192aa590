namespace Pprof.Tool.Targets;

/// <summary>An async operation that nothing can ever complete.</summary>
internal static class Lost
{
    public static async Task WaitForeverAsync() => await new TaskCompletionSource().Task;
}
