using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>Async methods that wait for what nobody has any more, each in a way that programs really lose it.</summary>
internal static class LostMethods
{
    public static async Task ForgottenSource() => await new TaskCompletionSource().Task.Here();

    public static async Task<int> DeadReader() => await Channel.CreateUnbounded<int>().Reader.Here().ReadAsync();

    public static async Task LostSemaphore() => await new SemaphoreSlim(0).WaitAsync().Here();

    public static async Task EventNeverSet()
    {
        TaskCompletionSource set = new();
        Publisher publisher = new();
        publisher.Changed += set.SetResult;
        await set.Task.Here();
    }

    public static async Task OuterOfLost() => await ForgottenSource().Here();

    public static async Task JoinOfLost() => await Task.WhenAll(ForgottenSource(), Task.CompletedTask).Here();

    /// <summary>Waits for what an object completes when it is finalized.</summary>
    public static async Task CompletedByFinalizer()
    {
        TaskCompletionSource end = new();
        _ = new Completer(end);
        await end.Task.Here();
    }

    /// <summary>Starts each and keeps none. Not inlined: no local of the caller may hold one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Start(int times, params Func<Task>[] methods)
    {
        for (int i = 0; i < times; i++)
        {
            foreach (Func<Task> method in methods)
            {
                _ = method();
            }
        }
    }

    private sealed class Publisher
    {
        public event Action? Changed;

        public void Raise() => Changed?.Invoke();
    }

    private sealed class Completer(TaskCompletionSource end)
    {
        ~Completer() => end.TrySetResult();
    }
}
