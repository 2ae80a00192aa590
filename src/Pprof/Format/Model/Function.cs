namespace Pprof.Format;

/// <summary>A function as the profile names it.</summary>
internal sealed class Function
{
    public required FunctionId Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The system's own name when it is another; written as empty when it equals <see cref="Name"/>.</summary>
    public string SystemName { get; init; } = "";

    public string FileName { get; init; } = "";

    public long StartLine { get; init; }
}
