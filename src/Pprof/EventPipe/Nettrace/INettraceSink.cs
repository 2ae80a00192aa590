namespace Pprof.EventPipe.Nettrace;

/// <summary>Takes what the reader finds, in the order of the stream. Spans are valid during the call only.</summary>
internal interface INettraceSink
{
    void OnEvent(in NettraceEvent nettraceEvent);

    /// <summary>Comes first.</summary>
    /// <param name="frequency">Ticks of the clock in a second.</param>
    /// <param name="samplingNanos">Time between two samples of the sample profiler.</param>
    void OnTrace(long frequency, int samplingNanos)
    {
    }

    /// <summary>Comes before the events that refer to it.</summary>
    /// <param name="stackId">Good until the next <see cref="OnStacksForgotten"/>.</param>
    /// <param name="addresses">Eight bytes each, leaf first; callers are return addresses.</param>
    void OnStack(uint stackId, ReadOnlySpan<byte> addresses)
    {
    }

    /// <summary>Stack ids start anew.</summary>
    void OnStacksForgotten()
    {
    }
}
