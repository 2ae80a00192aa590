using System.Globalization;
using Pprof.Aggregation;
using Pprof.Profiles.Catalog;
using Pprof.Profiles.Naming;
using Pprof.Profiles.Operations;
using Pprof.Runtime.Tasks;

namespace Pprof.Profiles.GoroutineLeak;

/// <summary>
/// The profile <c>goroutineleak</c>: async operations that began while <see cref="ProfileKinds.Tasks"/> was on and that nothing can complete. Each write looks for more of them, which
/// stops the program for one or two full garbage collections; what was found once stays in it. Any thread; those who write at the same time share a look.
/// </summary>
/// <param name="tasks">Has the runtime keep a table of operations.</param>
internal sealed class GoroutineLeakProfile(TaskSwitch tasks) : IProfileSource
{
    public const string Name = "goroutineleak";

    // As of profiles that are fed by events: 8 MB, and labels that differ with every request.
    private const int MostFrames = 1 << 20;
    private const int MostLabelSets = 1 << 16;

    private readonly Lock _looking = new();
    private readonly Lock _gate = new();
    private readonly CountedStacks _found = new(valueCount: 1, MostFrames, MostLabelSets);
    private long _begun;
    private int _count;
    private string[] _comments = [];

    public ProfileKinds Needs => ProfileKinds.Tasks;

    /// <summary>Operations found so far, by writes.</summary>
    public int Count => Volatile.Read(ref _count);

    public void WriteTo(Stream stream, int debug)
    {
        Look(Interlocked.Read(ref _begun));
        StackProfile.OfCounts(Name, Copy(), "goroutineleak.md").WriteTo(stream, debug, Name);
    }

    // A look that began after this call will do, whoever began it.
    private void Look(long before)
    {
        lock (_looking)
        {
            if (Interlocked.Read(ref _begun) != before)
            {
                return;
            }

            Interlocked.Increment(ref _begun);
            if (tasks.Tracking is { } tracking)
            {
                Add(LostOperations.Find(tracking), tracking);
            }
            else
            {
                Add([], [tasks.Reason ?? "Lost operations are not looked for: call Profiling.Enable(ProfileKinds.Tasks) when the program starts. What was found before stays."]);
            }
        }
    }

    private void Add(LostOperations look, TaskTracking tracking) =>
        Add(look.Found, [.. new[] { Tell(look), tracking.Shortcoming }.OfType<string>()]);

    private void Add(IReadOnlyList<AsyncOperation> found, string[] comments)
    {
        lock (_gate)
        {
            _comments = comments;
            foreach (AsyncOperation one in found)
            {
                _found.Add(one.Frames.Span, one.Labels, one.Count);
                _count += one.Count;
            }
        }
    }

    private CountedStacks Copy()
    {
        lock (_gate)
        {
            CountedStacks copy = _found.Copy();
            copy.Comments.AddRange(_comments);
            return copy;
        }
    }

    private static string Tell(LostOperations look) => look.Refusal is { } refusal
        ? $"Lost operations were not looked for: {refusal}. Write the profile again."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Looked for lost operations among {look.Looked} that began while ProfileKinds.Tasks was on, by {look.Collections} full garbage collections, {look.Elapsed.TotalMilliseconds:F0} ms.");
}
