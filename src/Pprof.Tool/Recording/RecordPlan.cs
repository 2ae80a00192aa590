namespace Pprof.Tool.Recording;

/// <summary>What is to be recorded, and for how long.</summary>
/// <param name="Kinds">Of <see cref="RecordKinds"/>, each once.</param>
/// <param name="Duration">At most; a person may end it before.</param>
/// <param name="Frequency">CPU samples a second.</param>
/// <param name="Engine">Of the CPU profile.</param>
/// <param name="TimeWindows">Of the CPU profile: length of the windows of time; null for none.</param>
/// <param name="ThreadLabels">Of the CPU profile: samples say on which thread they were taken.</param>
internal sealed record RecordPlan(
    IReadOnlyList<string> Kinds,
    TimeSpan Duration,
    int Frequency = 100,
    CpuProfileEngine Engine = CpuProfileEngine.Auto,
    TimeSpan? TimeWindows = null,
    bool ThreadLabels = false);
