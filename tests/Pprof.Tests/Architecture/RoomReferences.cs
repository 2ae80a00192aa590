using System.Text.RegularExpressions;

namespace Pprof.Tests.Architecture;

/// <summary>Finds which rooms a file's code refers to.</summary>
internal static partial class RoomReferences
{
    /// <summary>
    /// Rooms reached by <c>using Pprof.X</c> (also static and alias), by <c>Pprof.X.</c> anywhere, and by the form
    /// <c>X.Type</c> that C# allows inside the namespace <c>Pprof</c>. A member access such as <c>value.Format.Length</c> is none.
    /// </summary>
    /// <param name="code">Without comments and strings.</param>
    /// <param name="rooms">Names to look for.</param>
    /// <param name="parent">The namespace that holds the rooms.</param>
    public static IEnumerable<string> In(string code, IReadOnlySet<string> rooms, string parent = "Pprof") =>
        Regex.Matches(code, $@"(?<![\w.])(?:global::)?{Regex.Escape(parent)}\.(\w+)").Concat(FirstOfDottedName().Matches(code))
            .Select(match => match.Groups[1].Value)
            .Where(rooms.Contains)
            .Distinct();

    [GeneratedRegex(@"(?<![\w.?!)\]])(\w+)\.[A-Z]\w*")]
    private static partial Regex FirstOfDottedName();
}
