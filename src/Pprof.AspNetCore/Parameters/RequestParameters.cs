using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pprof.AspNetCore.Answers;

namespace Pprof.AspNetCore.Parameters;

/// <summary>
/// The parameters of a request, as the original names them. A value that makes no sense is answered with a sentence; the original takes some of them
/// for their defaults, and a typing error then records half a minute of what nobody asked for. Reading throws <see cref="AnswerException"/>.
/// </summary>
internal sealed class RequestParameters(IQueryCollection query, PprofOptions options)
{
    private const NumberStyles Fraction = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign;

    /// <summary>Null when not given.</summary>
    public TimeSpan? Seconds => ValueOf("seconds") is { } text ? Time(TryInteger(text), "a positive integer") : null;

    /// <summary>As <see cref="Seconds"/>, of a trace, which may be shorter than one.</summary>
    public TimeSpan? FractionalSeconds => ValueOf("seconds") is { } text ? Time(TryFraction(text), "a positive number") : null;

    public int Debug => Integer("debug") ?? 0;

    public bool CollectsGarbage => Integer("gc") > 0;

    /// <summary>Whether async operations are recorded for the time, so that those that begin in it are shown.</summary>
    public bool RecordsTasks => Integer("tasks") > 0;

    /// <summary>Whether samples of the CPU profile say by a label on which thread they were taken.</summary>
    public bool LabelsThreads => Integer("threads") > 0;

    /// <summary>Null when not given.</summary>
    public int? Hz => Integer("hz") switch
    {
        null => null,
        >= CpuProfileOptions.MinFrequency and <= CpuProfileOptions.MaxFrequency and int hz => hz,
        _ => throw Invalid("hz", $"from {CpuProfileOptions.MinFrequency} to {CpuProfileOptions.MaxFrequency}"),
    };

    /// <summary>Length of the windows of time in a CPU profile; null when not given.</summary>
    public TimeSpan? Windows => ValueOf("windows") switch
    {
        null => null,
        string text when TryFraction(text) is >= 0.1 and <= 1 and double seconds => TimeSpan.FromSeconds(seconds),
        _ => throw Invalid("windows", "from 0.1 to 1 (seconds)"),
    };

    /// <summary>Of a CPU profile.</summary>
    public CpuProfileStacks Stacks => ValueOf("stacks") switch
    {
        null or "physical" => CpuProfileStacks.Physical,
        "logical" => CpuProfileStacks.Logical,
        _ => throw Invalid("stacks", "\"physical\", \"logical\", or left out"),
    };

    public ProfileView View => ValueOf("view") switch
    {
        null => ProfileView.File,
        "flame" => ProfileView.Flame,
        "md" => ProfileView.Markdown,
        "json" => ProfileView.Json,
        _ => throw Invalid("view", "\"flame\", \"md\", \"json\", or left out"),
    };

    /// <summary>Of a report.</summary>
    public ProfileReportSize Size => ValueOf("size") switch
    {
        null or "full" => ProfileReportSize.Full,
        "short" => ProfileReportSize.Brief,
        _ => throw Invalid("size", "\"short\", \"full\", or left out"),
    };

    /// <summary>Number of the recording to compare with; null when not given.</summary>
    public int? Base => Integer("base");

    /// <summary>Refuses what cannot be combined.</summary>
    public void EnsureFit(Profile profile)
    {
        TimeSpan? time = Seconds;
        if (time is not null && !profile.IsPredefined)
        {
            throw Bad("\"seconds\" parameter is not supported for this profile type");
        }

        if (RecordsTasks && (profile.Name != "goroutine" || time is null))
        {
            throw Bad("\"tasks\" parameter is for goroutine with seconds: goroutine?tasks=1&seconds=5 records async operations for 5 s and shows those in flight then");
        }

        if (time is not null && Debug != 0 && !RecordsTasks)
        {
            throw Bad("seconds and debug params are incompatible");
        }

        if (Debug > 0 && View != ProfileView.File)
        {
            throw Bad("view and debug params are incompatible");
        }
    }

    /// <summary>Refuses <c>debug</c> where there is no text form.</summary>
    public void EnsureNoText(string subject)
    {
        if (Debug > 0)
        {
            throw Bad($"\"debug\" parameter is not supported for {subject}, which has no text form");
        }
    }

    /// <summary>Refuses <c>view</c> where there is no page.</summary>
    public void EnsureNoView(string subject)
    {
        if (View != ProfileView.File)
        {
            throw Bad($"\"view\" parameter is not supported for {subject}, which is a file for other tools");
        }
    }

    // Empty is as good as missing, and of several the first counts, as in the original.
    private string? ValueOf(string name) => query.TryGetValue(name, out var values) && values is [{ Length: > 0 } first, ..] ? first : null;

    private int? Integer(string name) => ValueOf(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value
        : throw Invalid(name, "an integer");

    private static double TryInteger(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : double.NaN;

    private static double TryFraction(string text) =>
        double.TryParse(text, Fraction, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;

    private TimeSpan Time(double seconds, string rule)
    {
        if (!(seconds > 0)) // so that NaN fails
        {
            throw Invalid("seconds", rule);
        }

        if (seconds > options.MaxDuration.TotalSeconds)
        {
            throw Bad($"invalid value for \"seconds\" - must be at most {options.MaxDuration.TotalSeconds:0} (PprofOptions.MaxDuration)");
        }

        // Nothing shorter can be waited for.
        return TimeSpan.FromSeconds(Math.Max(seconds, 0.001));
    }

    private static AnswerException Invalid(string name, string rule) => Bad($"invalid value for \"{name}\" - must be {rule}");

    private static AnswerException Bad(string message) => new(StatusCodes.Status400BadRequest, message);
}
