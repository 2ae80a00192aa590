using System.Globalization;

namespace Pprof.Profiles.Operations;

/// <summary>How long something waits, in words and as the value of a label.</summary>
internal static class Age
{
    public const string Label = "age";

    private static readonly (TimeSpan Least, string Name)[] s_buckets =
    [
        (TimeSpan.FromDays(1), "1d+"), (TimeSpan.FromHours(1), "1h+"), (TimeSpan.FromMinutes(10), "10m+"), (TimeSpan.FromMinutes(1), "1m+"),
        (TimeSpan.FromSeconds(10), "10s+"), (TimeSpan.FromSeconds(1), "1s+"), (TimeSpan.Zero, "<1s"),
    ];

    /// <summary>Whether entries are labelled with it.</summary>
    public static bool AreLabels { get; set; }

    /// <summary>One of seven, so that labels stay few.</summary>
    public static string BucketOf(TimeSpan age) => Array.Find(s_buckets, bucket => age >= bucket.Least).Name;

    /// <summary>A whole number of the largest unit of which there are two or more; empty below a second.</summary>
    public static string TextOf(TimeSpan age) => age switch
    {
        { TotalDays: >= 2 } => Text(age.TotalDays, "days"),
        { TotalHours: >= 2 } => Text(age.TotalHours, "hours"),
        { TotalMinutes: >= 2 } => Text(age.TotalMinutes, "minutes"),
        { TotalSeconds: >= 2 } => Text(age.TotalSeconds, "seconds"),
        { TotalSeconds: >= 1 } => "1 second",
        _ => "",
    };

    private static string Text(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{(long)number} {unit}");
}
