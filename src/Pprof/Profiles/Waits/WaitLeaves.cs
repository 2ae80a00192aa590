using System.Collections.Concurrent;
using System.Reflection;
using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Labels;
using Pprof.Profiles.Events;
using Pprof.Unwinding;

namespace Pprof.Profiles.Waits;

/// <summary>
/// Takes off the leaf of waits what only waits, so that the first row is the method that was held up, and says in a label what it was held up in:
/// <code>
/// Monitor.Wait · ManualResetEventSlim.Wait · Task.InternalWait · Task.Wait · Shop.Open     becomes     Shop.Open, wait=Task.Wait
/// </code>
/// Whoever holds its gate; allocates; never throws.
/// </summary>
internal sealed class WaitLeaves
{
    /// <summary>Key of the label. Hides one of the program's own of the same key.</summary>
    public const string Key = "wait";

    /// <summary>Whether profiles show waits with the methods that only wait. Any thread.</summary>
    public static bool AreKept { get; set; }

    private static readonly HashSet<string> s_waiting =
    [
        "System.Threading.Monitor", "System.Threading.Lock", "System.Threading.Condition", "System.Threading.ReaderWriterLockSlim", "System.Threading.SemaphoreSlim",
        "System.Threading.ManualResetEventSlim", "System.Threading.CountdownEvent", "System.Threading.Barrier", "System.Threading.WaitHandle",
        "System.Threading.SpinWait", "System.Threading.Mutex", "System.Threading.Semaphore", "System.Threading.EventWaitHandle",
        "System.Threading.SynchronizationContext", "System.Threading.Tasks.Task", "System.Threading.Tasks.Task`1", "System.Threading.Thread",
        "System.Collections.Concurrent.BlockingCollection`1", "System.Runtime.CompilerServices.TaskAwaiter", "System.Runtime.CompilerServices.TaskAwaiter`1",
        "System.Runtime.CompilerServices.ValueTaskAwaiter", "System.Runtime.CompilerServices.ValueTaskAwaiter`1", "System.Threading.Tasks.ValueTask",
        "System.Threading.Tasks.ValueTask`1",
    ];

    private static readonly Assembly[] s_assemblies = [typeof(object).Assembly, typeof(Barrier).Assembly, typeof(BlockingCollection<>).Assembly];
    private readonly CallSites<Machinery> _sites = new(MachineryOf, mostAddresses: 1 << 16);

    /// <summary>The same waits from whoever waited. Stacks that become equal are added up.</summary>
    public CountedStacks Without(CountedStacks stacks)
    {
        CountedStacks shown = new(stacks.ValueCount);
        Dictionary<(int Labels, string Wait), LabelSet> known = [];
        foreach (ref readonly StackEntry entry in stacks.Stacks.Entries)
        {
            ReadOnlySpan<CodeAddress> frames = From(stacks.Stacks.FramesOf(entry), out string? wait);
            (int Labels, string Wait) key = (entry.LabelSet, wait ?? "");
            if (!known.TryGetValue(key, out LabelSet? labels))
            {
                known.Add(key, labels = With(stacks.Labels[entry.LabelSet], wait));
            }

            shown.Add(frames, labels, stacks.Stacks.ValuesOf(entry));
        }

        shown.Comments.AddRange(stacks.Comments);
        return shown;
    }

    /// <summary>A method that waits for its caller, as <c>Monitor.Enter</c>; null for all others.</summary>
    public static string? NameOf(MethodBase method)
    {
        Type? type = method.DeclaringType;
        string name = method.Name;
        while (type is { IsNested: true })
        {
            // An iterator's method bears the name of the one that the program called: <GetConsumingEnumerable>d__68.MoveNext.
            name = type.Name.StartsWith('<') ? type.Name[1..type.Name.IndexOf('>')] : name;
            type = type.DeclaringType;
        }

        bool isWaiting = type is not null && s_waiting.Contains($"{type.Namespace}.{type.Name}") && s_assemblies.Contains(type.Assembly);
        return isWaiting && IsWait(type!, name) ? $"{type!.Name.Split('`')[0]}.{Called(type, name)}" : null;
    }

    // Where the runtime's own part of a call stands alone, since the rest is inlined: Enter_Slowpath, EnterAndGetCurrentThreadId.
    private static string Called(Type type, string method)
    {
        string name = method.Replace("get_", "", StringComparison.Ordinal).Split('_')[0];
        return type == typeof(Lock) && name.StartsWith("Enter", StringComparison.Ordinal) ? nameof(Lock.Enter) : name;
    }

    // These do more than wait: they call the program.
    private static bool IsWait(Type type, string method) => type.Name switch
    {
        "Thread" => method.StartsWith("Join", StringComparison.Ordinal),
        "Task" or "Task`1" => method.Contains("Wait", StringComparison.Ordinal) || method is "get_Result" or "GetResultCore",
        _ => true,
    };

    private static Machinery MachineryOf(MethodBase method) => new(NameOf(method));

    private ReadOnlySpan<CodeAddress> From(ReadOnlySpan<CodeAddress> frames, out string? wait)
    {
        int first = 0;
        wait = null;
        while (first < frames.Length && _sites[frames[first]].Name is { } name)
        {
            (wait, first) = (name, first + 1);
        }

        // A stack of nothing else is shown whole.
        return first < frames.Length ? frames[first..] : frames;
    }

    // What a wait for a socket is in has been said already.
    private static LabelSet With(LabelSet labels, string? wait) =>
        wait is null || labels.ContainsKey(Key) ? labels : labels.With(new KeyValuePair<string, string>(Key, wait));

    private readonly record struct Machinery(string? Name);
}
