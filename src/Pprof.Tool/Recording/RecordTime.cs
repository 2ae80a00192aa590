using System.Globalization;

namespace Pprof.Tool.Recording;

/// <summary>The rule for lengths of recordings.</summary>
internal static class RecordTime
{
    private const double MostSeconds = 24 * 60 * 60;

    /// <param name="seconds">As typed; null for what is usual.</param>
    /// <param name="kinds">What is recorded.</param>
    public static TimeSpan Of(double? seconds, IReadOnlyList<string> kinds) => seconds switch
    {
        null => RecordKinds.UsualTime(kinds),
        > 0 and <= MostSeconds => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new ToolException(
            string.Create(CultureInfo.InvariantCulture, $"--seconds {seconds} is no length of a recording: name one of more than 0 and at most {MostSeconds:0}. Ten suit most questions."),
            ExitCode.Usage),
    };
}
