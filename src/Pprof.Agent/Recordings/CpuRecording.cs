using Pprof.Agent.Wire;

namespace Pprof.Agent.Recordings;

/// <summary>CPU time from now on.</summary>
internal sealed class CpuRecording : IRecording
{
    private readonly Stream _profile;
    private readonly SwitchableStream _target;
    private readonly CpuProfileSession _session;

    public CpuRecording(Stream stream, Order order)
    {
        _profile = stream;
        _target = new SwitchableStream();
        _session = CpuProfile.Start(
            _target,
            new CpuProfileOptions
            {
                Frequency = order.Frequency, Engine = order.Engine, TimeWindows = order.TimeWindows, ThreadLabels = order.ThreadLabels,
            });
    }

    public void Write()
    {
        _target.Target = _profile;
        _session.Dispose();
    }

    /// <summary>Without a word to the tool, which may be gone: the bytes go nowhere.</summary>
    public void Dispose()
    {
        _target.Target = Stream.Null;
        _session.Dispose();
    }
}
