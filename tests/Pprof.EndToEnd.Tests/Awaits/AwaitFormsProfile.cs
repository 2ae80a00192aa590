using Pprof.TestSupport;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Awaits;

/// <summary>One profile with logical stacks of all forms, each of which has run before.</summary>
public sealed class AwaitFormsProfile
{
    private const int Frequency = 500;
    private const string Work = "AwaitForms.Work";

    private static readonly string s_prefix = $"{typeof(AwaitForms).FullName}.";

    private const int MostProfiles = 4;

    private readonly List<(string Stack, long Weight)> _stacks = [];
    private int _profiles;

    public AwaitFormsProfile() => Retake();

    public string Comments { get; private set; } = "";

    /// <summary>
    /// Whether a form's samples show a stack, nearly all of them. On a busy machine a method may be done before it is
    /// awaited: then a further profile is taken.
    /// </summary>
    internal bool Shows(string form, string stack, double share)
    {
        while (Of(form).GetValueOrDefault(stack) <= share && _profiles < MostProfiles)
        {
            Retake();
        }

        return Of(form).GetValueOrDefault(stack) > share;
    }

    /// <summary>What share of a form's samples shows each stack, root first; the program's frames and those of awaiting
    /// only.</summary>
    internal IReadOnlyDictionary<string, double> Of(string form)
    {
        List<(string Stack, long Weight)> own = [.. _stacks.Where(stack => stack.Stack.Split(';').Any(frame => frame.StartsWith(form, StringComparison.Ordinal)))];
        double all = own.Sum(stack => stack.Weight);
        return own.GroupBy(stack => stack.Stack).ToDictionary(group => group.Key, group => group.Sum(stack => stack.Weight) / all);
    }

    // Not on a thread of the tests, which may have a context of its own.
    private void Retake()
    {
        Thread thread = new(Take);
        thread.Start();
        thread.Join();
    }

    // The first profile meets all types.
    private void Take()
    {
        _ = _profiles++ == 0 ? Profiled() : null;
        _stacks.Clear();
        MemoryStream file = Profiled();

        Proto.Profile profile = ProfileOracle.AssertValid(file);
        Comments = string.Join('\n', profile.Comment.Select(index => profile.StringTable[(int)index]));
        foreach (Proto.Sample sample in profile.Sample)
        {
            string[] names = [.. ProfileOracle.Names(profile, sample).Reverse()];
            if (names.Any(name => name.EndsWith(Work, StringComparison.Ordinal)))
            {
                _stacks.Add((string.Join(';', names.Where(IsShown).Select(Short)), sample.Value[1]));
            }
        }
    }

    private static MemoryStream Profiled()
    {
        MemoryStream file = new();
        using (CpuProfile.Start(file, new CpuProfileOptions { Frequency = Frequency, Stacks = CpuProfileStacks.Logical }))
        {
            RunAll();
        }

        return file;
    }

    // Asked for again and again rather than awaited: who waits for a form would be its caller.
    private static void RunAll()
    {
        foreach (Func<Task> form in AwaitForms.All.Values)
        {
            Task task = form();
            Patience.Until("a form of async code is over", () => task.IsCompleted);
        }
    }

    private static bool IsShown(string name) =>
        (name.StartsWith(s_prefix, StringComparison.Ordinal) && !name.EndsWith(Work, StringComparison.Ordinal)) || name.StartsWith("[await", StringComparison.Ordinal)
        || name.StartsWith("[thread blocked", StringComparison.Ordinal) || name.Contains("ThreadPoolWorkQueue", StringComparison.Ordinal);

    private static string Short(string name) => name.StartsWith(s_prefix, StringComparison.Ordinal) ? name[s_prefix.Length..] : name;
}
