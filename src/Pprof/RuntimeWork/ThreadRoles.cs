using Pprof.Sampling;

namespace Pprof.RuntimeWork;

/// <summary>
/// What threads are for, by the names that the runtime gives to its own (the kernel keeps 15 bytes of them). Owner of the parts; reads
/// a small file for each thread it meets.
/// </summary>
internal sealed class ThreadRoles
{
    private const int MostThreads = 4096;

    private readonly Dictionary<int, ThreadRole> _known = [];

    /// <param name="threadId">The kernel's; 0 for a thread that is not known.</param>
    public ThreadRole Of(int threadId)
    {
        if (threadId == 0)
        {
            return ThreadRole.Program;
        }

        if (!_known.TryGetValue(threadId, out ThreadRole role))
        {
            role = RoleOf(ThreadNames.Of(threadId));
            Remember(threadId, role);
        }

        return role;
    }

    /// <summary>A thread that ended may have given its number to another.</summary>
    public void Forget() => _known.Clear();

    internal static ThreadRole RoleOf(string name) => name switch
    {
        ".NET BGC" => ThreadRole.BackgroundCollector,
        ".NET Server GC" => ThreadRole.ServerCollector,
        ".NET Tiered Com" => ThreadRole.Compiler,
        ".NET EventPipe" => ThreadRole.Events,
        ".NET SynchManag" or ".NET SigHandler" or ".NET Debugger" or ".NET DebugPipe" => ThreadRole.Helper,
        _ => ThreadRole.Program,
    };

    private void Remember(int threadId, ThreadRole role)
    {
        if (_known.Count >= MostThreads)
        {
            _known.Clear();
        }

        _known[threadId] = role;
    }
}
