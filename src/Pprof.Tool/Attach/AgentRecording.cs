using System.Net.Sockets;
using Pprof.Agent.Wire;
using Pprof.Tool.Recording;
using Pprof.Tool.Targets;

namespace Pprof.Tool.Attach;

/// <summary>A recording by the agent in the process.</summary>
internal sealed class AgentRecording : IRunningRecording
{
    private readonly AgentLink _link;
    private readonly Order _order;
    private readonly ProfileSink _sink;

    private AgentRecording(AgentLink link, Order order, ProfileSink sink)
    {
        _link = link;
        _order = order;
        _sink = sink;
        Completion = Task.Factory.StartNew(Receive, TaskCreationOptions.LongRunning);
    }

    public Task Completion { get; }

    /// <summary>Enters the process, or calls on the agent that is in it, and returns when it records.</summary>
    public static AgentRecording Start(TargetProcess target, Entry entry, RecordPlan plan, ProfileSink sink)
    {
        using MeetingFolder folder = MeetingFolder.Make(target);
        Socket socket = HookCall.Answer(target, entry, folder);
        return Start(socket, folder, OrderOf(plan, holdsExit: false), sink);
    }

    /// <summary>The same with a call that has come, whose connection is the recording's from now on.</summary>
    public static AgentRecording Start(Socket socket, MeetingFolder folder, Order order, ProfileSink sink)
    {
        AgentLink link = AgentLink.Open(socket, folder, order.Kinds.Any(kind => kind is "heap" or "allocs"));
        try
        {
            link.Start(order, sink);
            return new AgentRecording(link, order, sink);
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    public static Order OrderOf(RecordPlan plan, bool holdsExit) =>
        new()
        {
            Kinds = plan.Kinds, Frequency = plan.Frequency, Engine = plan.Engine, TimeWindows = plan.TimeWindows, ThreadLabels = plan.ThreadLabels,
            HoldsExit = holdsExit,
        };

    public void Finish() => _link.Finish();

    /// <summary>The agent notices, and ends what it records.</summary>
    public void Dispose() => _link.Dispose();

    private void Receive()
    {
        try
        {
            _link.ReceiveAll(_order, _sink);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            _sink.FailOpen(_order.Kinds, e.Message);
        }
    }
}
