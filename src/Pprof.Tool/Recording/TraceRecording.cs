using Microsoft.Diagnostics.NETCore.Client;
using Pprof.Profiles.Trace;
using Pprof.Tool.Targets;

namespace Pprof.Tool.Recording;

/// <summary>The runtime's events, from outside: what <c>dotnet-trace</c> collects by default.</summary>
internal sealed class TraceRecording : IRunningRecording
{
    private readonly EventPipeSession _session;
    private readonly ProfileSink _sink;
    private bool _isFinished;

    private TraceRecording(EventPipeSession session, ProfileSink sink)
    {
        _session = session;
        _sink = sink;
        Completion = Task.Factory.StartNew(Copy, TaskCreationOptions.LongRunning);
    }

    public Task Completion { get; }

    public static TraceRecording Start(TargetProcess target, string port, ProfileSink sink) =>
        new(DiagnosticConnection.To(target, port).StartEventPipeSession(TraceProviders.Configuration), sink);

    public void Finish()
    {
        if (!_isFinished)
        {
            _isFinished = true;
            Task.Factory.StartNew(TryStop, TaskCreationOptions.LongRunning);
        }
    }

    public void Dispose()
    {
        Finish();
        _session.Dispose();
    }

    private void Copy()
    {
        try
        {
            byte[] buffer = new byte[64 << 10];
            for (int read = _session.EventStream.Read(buffer); read > 0; read = _session.EventStream.Read(buffer))
            {
                _sink.Write(RecordKinds.Trace, buffer.AsSpan(0, read));
            }

            _sink.End(RecordKinds.Trace, null);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or System.Net.Sockets.SocketException)
        {
            _sink.End(RecordKinds.Trace, $"The trace was cut off: {e.Message}");
        }
    }

    private void TryStop()
    {
        try
        {
            _session.Stop();
        }
        catch (Exception e) when (e is IOException or ServerNotAvailableException or ServerErrorException or ObjectDisposedException)
        {
            // The process has ended, and the stream with it.
        }
    }
}
