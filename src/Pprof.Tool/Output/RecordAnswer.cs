using Pprof.Tool.Recording;

namespace Pprof.Tool.Output;

/// <summary>What <c>record --json</c> says.</summary>
/// <param name="Target">Whose profiles they are.</param>
/// <param name="Seconds">From the beginning of the recording to its end.</param>
/// <param name="Profiles">Each kind, with its file or with why there is none.</param>
internal sealed record RecordAnswer(string Target, double Seconds, IReadOnlyList<RecordedProfile> Profiles);
