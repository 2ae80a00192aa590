namespace Pprof.Export.Collecting;

/// <summary>A finished profile on its way to the targets.</summary>
/// <param name="Kind">Name of the profile, such as <c>cpu</c> or <c>heap</c>.</param>
/// <param name="File">Gzip'd <c>profile.proto</c>.</param>
/// <param name="Start">Of the time it is about.</param>
/// <param name="Duration">Of that time; zero for what is true of one instant.</param>
internal sealed record ExportedProfile(string Kind, ReadOnlyMemory<byte> File, DateTimeOffset Start, TimeSpan Duration)
{
    /// <summary>The same on every attempt to send it.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    public DateTimeOffset End => Start + Duration;

    /// <summary>The name that Pyroscope's own clients give to profiles of this kind.</summary>
    public string PyroscopeName => Kind switch
    {
        "cpu" => "process_cpu",
        "heap" or "allocs" => "memory",
        _ => Kind,
    };
}
