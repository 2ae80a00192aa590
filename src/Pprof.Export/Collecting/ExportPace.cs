namespace Pprof.Export.Collecting;

/// <summary>When the next profiles are made.</summary>
internal sealed class ExportPace(PprofExportOptions options)
{
    /// <summary>Half an interval to a whole one: a fleet that was started at once does not send at once.</summary>
    public TimeSpan First() => options.Interval * (0.5 + (0.5 * Random.Shared.NextDouble()));

    /// <summary>
    /// An interval, a tenth more or less; longer when the last profiles took longer to make than their share of it.
    /// Nothing is lost by that:
    /// the next ones cover the whole time.
    /// </summary>
    /// <param name="work">What the last profiles took.</param>
    public TimeSpan After(TimeSpan work)
    {
        TimeSpan pause = options.Interval * (0.9 + (0.2 * Random.Shared.NextDouble()));
        TimeSpan earned = work / options.MaxLoad;
        return earned > pause ? earned : pause;
    }
}
