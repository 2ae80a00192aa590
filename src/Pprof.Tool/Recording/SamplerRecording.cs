using System.Diagnostics;
using Microsoft.Diagnostics.NETCore.Client;
using Pprof.Profiles.Cpu;
using Pprof.Tool.Targets;

namespace Pprof.Tool.Recording;

/// <summary>Wall-clock time of managed threads by the runtime's own sample profiler, from outside: for runtimes that an agent cannot be loaded into.</summary>
internal sealed class SamplerRecording : IRunningRecording
{
    private readonly FileStream _events = new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);

    private readonly DateTimeOffset _startTime = DateTimeOffset.UtcNow;
    private readonly long _startTimestamp = Stopwatch.GetTimestamp();
    private readonly StoppableSession _session;
    private readonly ProfileSink _sink;
    private readonly TimeSpan? _windows;
    private TimeSpan _duration;

    private SamplerRecording(EventPipeSession session, ProfileSink sink, TimeSpan? windows)
    {
        _session = new StoppableSession(session);
        _sink = sink;
        _windows = windows;
        Completion = Task.Factory.StartNew(Copy, TaskCreationOptions.LongRunning);
    }

    public Task Completion { get; }

    public static SamplerRecording Start(TargetProcess target, Entry entry, ProfileSink sink, TimeSpan? windows) =>
        new(DiagnosticConnection.To(target, entry.Port!).StartEventPipeSession(RecordedWall.ConfigurationFor(entry.Runtime?.MajorVersion ?? 0)), sink, windows);

    public void Finish()
    {
        _duration = Stopwatch.GetElapsedTime(_startTimestamp);
        _session.Stop();
    }

    public void Dispose()
    {
        _session.Dispose();
        _events.Dispose();
    }

    private void Copy()
    {
        try
        {
            _session.CopyTo(bytes => _events.Write(bytes));
            _events.Position = 0;
            using MemoryStream profile = new();
            RecordedWall.Write(_events, profile, _startTime, _duration, _windows);
            _sink.Write(RecordKinds.Cpu, profile.GetBuffer().AsSpan(0, (int)profile.Length));
            _sink.End(RecordKinds.Cpu, null);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or FormatException or System.Net.Sockets.SocketException)
        {
            _sink.End(RecordKinds.Cpu, $"The samples were cut off: {e.Message}");
        }
    }
}
