using System.Runtime.InteropServices;
using Pprof.Sampling;

namespace Pprof.EndToEnd.Tests.Sampling;

/// <summary>Adds up what a sampler delivers. Read it after Stop.</summary>
internal sealed class CountingSink : ISampleSink
{
    private readonly Dictionary<int, long> _weightOfThread = [];

    public long Weight { get; private set; }

    public long Lost { get; private set; }

    public long Samples { get; private set; }

    public long StackBytes { get; private set; }

    public long WeightOf(int threadId) => _weightOfThread.GetValueOrDefault(threadId);

    public void OnSample(in RawStack stack, int threadId, long weight, long labels)
    {
        Samples++;
        Weight += weight;
        StackBytes += stack.Bytes.Length;
        CollectionsMarshal.GetValueRefOrAddDefault(_weightOfThread, threadId, out _) += weight;
    }

    public void OnLost(long weight) => Lost += weight;
}
