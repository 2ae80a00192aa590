using System.Globalization;
using Pprof.Aggregation;

namespace Pprof.Profiles.Cpu;

/// <summary>What a profile says of its windows of time. Shown by <c>pprof -comments</c>.</summary>
internal static class WindowComments
{
    public static IEnumerable<string> Of(WindowLabels? windows)
    {
        if (windows is not null)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"time: windows of {windows.Width.TotalSeconds:0.###} s, label {WindowLabels.Key}: when the window begins, counted from the start of the recording"
                + $"{(windows.IsCoarser ? "; wider than asked for, because a profile has room for so many windows only" : "")}");
        }
    }
}
