using Microsoft.Diagnostics.NETCore.Client;
using Pprof.Profiles.Trace;
using Pprof.Tool.Targets;

namespace Pprof.Tool.Recording;

/// <summary>The runtime's events, from outside: what <c>dotnet-trace</c> collects by default.</summary>
internal sealed class TraceRecording : IRunningRecording
{
    private readonly StoppableSession _session;
    private readonly ProfileSink _sink;

    private TraceRecording(EventPipeSession session, ProfileSink sink)
    {
        _session = new StoppableSession(session);
        _sink = sink;
        Completion = Task.Factory.StartNew(Copy, TaskCreationOptions.LongRunning);
    }

    public Task Completion { get; }

    public static TraceRecording Start(TargetProcess target, string port, ProfileSink sink) =>
        new(DiagnosticConnection.To(target, port).StartEventPipeSession(TraceProviders.Configuration), sink);

    public void Finish() => _session.Stop();

    public void Dispose() => _session.Dispose();

    private void Copy()
    {
        try
        {
            _session.CopyTo(bytes => _sink.Write(RecordKinds.Trace, bytes));
            _sink.End(RecordKinds.Trace, null);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or System.Net.Sockets.SocketException)
        {
            _sink.End(RecordKinds.Trace, $"The trace was cut off: {e.Message}");
        }
    }
}
