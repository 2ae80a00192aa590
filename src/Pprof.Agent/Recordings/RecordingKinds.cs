using Pprof.Agent.Wire;

namespace Pprof.Agent.Recordings;

/// <summary>Starts what an order names.</summary>
internal static class RecordingKinds
{
    /// <summary>Throws what the library throws, with its reason.</summary>
    public static IRecording Start(Order order, int item, Stream stream) => order.Kinds[item] switch
    {
        "cpu" => new CpuRecording(stream, order),
        "goroutine" => new GoroutineRecording(stream),
        string name => new IntervalRecording(stream, name),
    };
}
