using Pprof;

namespace Profiles.Labels;

/// <summary>What is recorded while labels change.</summary>
internal enum Recording
{
    Nothing,

    /// <summary>A CPU profile, whose samples copy which labels are in force.</summary>
    Cpu,

    /// <summary>A profile fed by events, for which every thread remembers its changes of labels for some seconds.</summary>
    Events,
}

internal static class Recordings
{
    /// <summary>Until it is disposed.</summary>
    public static IDisposable? Start(this Recording recording)
    {
        switch (recording)
        {
            case Recording.Cpu:
                return CpuProfile.Start(Stream.Null);
            case Recording.Events:
                Profiling.Enable(ProfileKinds.ThreadCreate);
                return new Disabling();
            default:
                return null;
        }
    }

    private sealed class Disabling : IDisposable
    {
        public void Dispose() => Profiling.Disable(ProfileKinds.ThreadCreate);
    }
}
