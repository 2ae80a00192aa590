using System.Text;
using Pprof.Sampling;

namespace Pprof.RuntimeWork;

/// <summary>
/// What threads are for, by the names that the runtime gives to its own (the kernel keeps 15 bytes of them). Owner of the parts; reads
/// a small file for each thread it meets.
/// </summary>
internal sealed class ThreadRoles
{
    private const string Unnamed = "unnamed";

    private readonly Dictionary<int, KnownThread> _known = [];

    /// <param name="threadId">The kernel's; 0 for a thread that is not known.</param>
    public ThreadRole Of(int threadId) => threadId == 0 ? ThreadRole.Program : Find(threadId).Role;

    /// <summary>The thread's name with its digits as <c>#</c>; <c>unnamed</c> without one, and for a thread that is not known.</summary>
    public string LabelOf(int threadId) => threadId == 0 ? Unnamed : Find(threadId).Label;

    /// <summary>A thread that ended may have given its number to another.</summary>
    public void Forget() => _known.Clear();

    internal static ThreadRole RoleOf(string name) => name switch
    {
        ['p', 'p', 'r', 'o', 'f', ' ', ..] => ThreadRole.Profiler,
        ".NET BGC" => ThreadRole.BackgroundCollector,
        ".NET Server GC" => ThreadRole.ServerCollector,
        ".NET Tiered Com" => ThreadRole.Compiler,
        ".NET EventPipe" => ThreadRole.Events,
        ".NET SynchManag" or ".NET SigHandler" or ".NET Debugger" or ".NET DebugPipe" => ThreadRole.Helper,
        _ => ThreadRole.Program,
    };

    // One # for each run of digits: "worker 1" to "worker 64" are one value.
    internal static string LabelOf(string name)
    {
        StringBuilder label = new();
        foreach (char letter in name)
        {
            bool isDigit = char.IsAsciiDigit(letter);
            if (!isDigit || label.Length == 0 || label[^1] != '#')
            {
                label.Append(isDigit ? '#' : letter);
            }
        }

        return label.Length == 0 ? Unnamed : label.ToString();
    }

    private KnownThread Find(int threadId)
    {
        if (!_known.TryGetValue(threadId, out KnownThread? thread))
        {
            string name = ThreadNames.Of(threadId);
            _known[threadId] = thread = new KnownThread(RoleOf(name), LabelOf(name));
        }

        return thread;
    }

    private sealed record KnownThread(ThreadRole Role, string Label);
}
