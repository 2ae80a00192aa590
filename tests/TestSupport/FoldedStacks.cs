using Pprof.TestSupport.Proto;

namespace Pprof.TestSupport;

/// <summary>
/// A profile as a text that a person can read: one line for each stack, root first, and what it counts. Equal stacks are one
/// line. Only frames of the test itself are shown, those whose names begin with a prefix, without it: how the runtime
/// calls a thread's method is not what the test is about.
/// <code>
/// Shop.Open;Shop.Sell 12
/// Shop.Open;Shop.Count 3
/// </code>
/// </summary>
public static class FoldedStacks
{
    /// <summary>The lines, sorted.</summary>
    /// <param name="profile">As protoc's classes have read it.</param>
    /// <param name="prefix">Of the frames to show, as <c>Pprof.EndToEnd.Tests.Stacks.</c>.</param>
    /// <param name="value">Which of a sample's values.</param>
    public static string[] Lines(Proto.Profile profile, string prefix, int value = 0) =>
        [.. Of(profile, prefix, value).Select(stack => $"{stack.Key} {stack.Value}").Order(StringComparer.Ordinal)];

    /// <summary>The stacks alone, sorted: for values that differ from run to run.</summary>
    public static string[] Stacks(Proto.Profile profile, string prefix) => [.. Of(profile, prefix).Keys.Order(StringComparer.Ordinal)];

    /// <summary>What each stack counts.</summary>
    /// <param name="profile">As protoc's classes have read it.</param>
    /// <param name="prefix">Of the frames to show.</param>
    /// <param name="value">Which of a sample's values.</param>
    /// <param name="withLines">Shows a frame with its line, as <c>Shop.Sell:24</c>.</param>
    public static Dictionary<string, long> Of(Proto.Profile profile, string prefix, int value = 0, bool withLines = false)
    {
        Dictionary<ulong, string> frames = Frames(profile, prefix, withLines);
        return profile.Sample.Select(sample => (Stack: Text(sample, frames), Value: sample.Value[value]))
            .Where(sample => sample.Stack.Length > 0)
            .GroupBy(sample => sample.Stack, sample => sample.Value)
            .ToDictionary(group => group.Key, group => group.Sum());
    }

    private static string Text(Sample sample, Dictionary<ulong, string> frames) =>
        string.Join(';', sample.LocationId.Reverse().Select(id => frames[id]).Where(frame => frame.Length > 0));

    // By location: its functions with what is inlined into them, outermost first.
    private static Dictionary<ulong, string> Frames(Proto.Profile profile, string prefix, bool withLines)
    {
        Dictionary<ulong, string> names = profile.Function.ToDictionary(f => f.Id, f => profile.StringTable[(int)f.Name]);
        return profile.Location.ToDictionary(location => location.Id, location => string.Join(';',
            from line in location.Line.Reverse()
            let name = names[line.FunctionId]
            where name.StartsWith(prefix, StringComparison.Ordinal)
            select name[prefix.Length..] + (withLines ? $":{line.Line_}" : "")));
    }
}
