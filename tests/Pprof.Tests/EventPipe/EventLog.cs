using System.Runtime.InteropServices;
using Pprof.EventPipe.Nettrace;

namespace Pprof.Tests.EventPipe;

/// <summary>What the reader delivers, as text.</summary>
internal sealed class EventLog : INettraceSink
{
    private readonly Dictionary<uint, ulong[]> _stacks = [];

    /// <summary>Events of the recorded source: provider, id, thread, payload.</summary>
    public List<string> Ours { get; } = [];

    /// <summary>The same with their stacks.</summary>
    public List<string> WithStacks { get; } = [];

    public ulong[] FirstStack { get; private set; } = [];

    public long Lost { get; private set; }

    public static EventLog Read(byte[] bytes)
    {
        EventLog log = new();
        NettraceReader reader = new(new MemoryStream(bytes), log);
        reader.ReadToEnd();
        log.Lost = reader.Lost;
        return log;
    }

    public static string Describe(int eventId, ulong thread, byte[] payload, ulong[] stack) =>
        $"{eventId} {thread} {Convert.ToHexString(payload)} {string.Join(' ', stack.Select(address => address.ToString("x", null)))}";

    public void OnEvent(in NettraceEvent nettraceEvent)
    {
        if (nettraceEvent.Metadata.Provider != RecordedStream.SourceName)
        {
            return;
        }

        Ours.Add($"{nettraceEvent.Metadata.Provider} {nettraceEvent.Metadata.EventId} {nettraceEvent.ThreadId} {Convert.ToHexString(nettraceEvent.Payload)}");
        WithStacks.Add(Describe(
            nettraceEvent.Metadata.EventId, nettraceEvent.ThreadId, nettraceEvent.Payload.ToArray(), _stacks.GetValueOrDefault(nettraceEvent.StackId, [])));
        if (nettraceEvent.Metadata.EventId == 7 && FirstStack.Length == 0)
        {
            FirstStack = _stacks.GetValueOrDefault(nettraceEvent.StackId, []);
        }
    }

    public void OnStack(uint stackId, ReadOnlySpan<byte> addresses) => _stacks[stackId] = MemoryMarshal.Cast<byte, ulong>(addresses).ToArray();

    public void OnStacksForgotten() => _stacks.Clear();
}
