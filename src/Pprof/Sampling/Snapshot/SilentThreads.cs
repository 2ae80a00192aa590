using System.Collections.Concurrent;
using Pprof.Runtime;

namespace Pprof.Sampling;

/// <summary>
/// Threads that did not answer the signal when they were last asked. Such a thread may block it for good; then it is not sent a second one, see
/// <see cref="StuckSignal"/>. All others are sent it without a look, which would be wrong about a thread that is in the handler just now. Any thread.
/// </summary>
internal static class SilentThreads
{
    // Of threads that have ended meanwhile, most of all.
    private const int MostRemembered = 1024;

    private static readonly ConcurrentDictionary<RuntimeThread, bool> s_silent = [];

    public static void Add(in RuntimeThread thread)
    {
        if (s_silent.Count >= MostRemembered)
        {
            s_silent.Clear();
        }

        s_silent[thread] = true;
    }

    /// <summary>Whether another signal would only be one more that waits.</summary>
    public static bool HasSignalAlready(in RuntimeThread thread)
    {
        if (!s_silent.ContainsKey(thread))
        {
            return false;
        }

        bool isStuck = StuckSignal.IsIn(thread.OsId, ActivationSignal.Number);
        if (!isStuck)
        {
            s_silent.TryRemove(thread, out _);
        }

        return isStuck;
    }
}
