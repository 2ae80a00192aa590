using System.Buffers.Binary;
using System.Diagnostics.Tracing;
using Pprof.EventPipe.Hub;

namespace Pprof.EndToEnd.Tests.Events;

/// <summary>Writes down the numbers that arrive, raiser by raiser, in the order of arrival.</summary>
internal sealed class NumberSink : IEventSink
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, List<int>> _byRaiser = [];

    public NumberSink(int eventId = 1) =>
        Subscription = new EventSubscription(Numbers.ProviderName, -1, EventLevel.Verbose, [eventId], this);

    public EventSubscription Subscription { get; }

    /// <summary>Frames of the stack of the latest event.</summary>
    public int Frames { get; private set; }

    public int[] Of(int raiser)
    {
        lock (_gate)
        {
            return [.. _byRaiser.GetValueOrDefault(raiser, [])];
        }
    }

    public void OnEvent(in StackedEvent stackedEvent)
    {
        int raiser = BinaryPrimitives.ReadInt32LittleEndian(stackedEvent.Payload);
        int number = stackedEvent.Payload.Length > sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(stackedEvent.Payload[sizeof(int)..]) : 0;
        lock (_gate)
        {
            Frames = stackedEvent.Stack.Length;
            if (!_byRaiser.TryGetValue(raiser, out List<int>? numbers))
            {
                _byRaiser.Add(raiser, numbers = []);
            }

            numbers.Add(number);
        }
    }
}
