using Pprof.Profiles.Heap;

namespace Pprof.Tests.Profiles.Heap.GcEvents;

/// <summary>A random program on a simulated heap, whose events go to a tracker's record.</summary>
internal sealed class SimulatedRun
{
    private const int Threads = 4;
    private readonly Random _random;
    private readonly GcEventStream _stream;
    private readonly double _lossShare;
    private readonly double _silenceShare;
    private readonly int _heaps;
    private Action? _endOfBackground;
    private bool _wasWalkSilent;

    /// <param name="seed">Of everything random.</param>
    /// <param name="heaps">Each with a thread that reports.</param>
    /// <param name="lossShare">Of steps at which some events in a row are lost.</param>
    /// <param name="silenceShare">Of collections in which everything is lost that one heap's thread has raised; not the first heap's, so there must be more.</param>
    public SimulatedRun(int seed, int heaps, double lossShare = 0, double silenceShare = 0)
    {
        _random = new Random(seed);
        (_lossShare, _silenceShare, _heaps) = (lossShare, silenceShare, heaps);
        Log = new HeapLog();
        GcEventRecord record = new(Log);
        record.TrustFrom(0);
        _stream = new GcEventStream(record);
        Heap = new SimulatedHeap(_random, _stream, heaps);
    }

    public HeapLog Log { get; }

    public SimulatedHeap Heap { get; }

    /// <summary>So many steps, and everything has come.</summary>
    public SimulatedRun Run(int steps)
    {
        // Every heap has something, and one collection was heard.
        for (int heap = 0; heap < _heaps; heap++)
        {
            Heap.Allocate(heap);
        }

        Heap.Collect(0, oldest: 2, isCompacting: false);
        for (int i = 0; i < steps; i++)
        {
            if (_random.NextDouble() < _lossShare)
            {
                _stream.DropNext(_random.Next(1, 60));
            }

            Step(_random.Next(Threads));
        }

        _stream.DropNext(0);
        if (Heap.IsSwept)
        {
            Heap.WalkBackground();
        }

        // A loss is told with the next event of the same thread, and not before.
        ((int[])[0, 1, 2, 3, 100, 101, 102, 200, 201, 202, 300, 301]).ToList().ForEach(Heap.Stop);
        _stream.Flush();
        return this;
    }

    private void Step(int thread)
    {
        switch (_random.Next(100))
        {
            case < 80:
                Heap.Allocate(thread);
                break;
            case < 83:
                Heap.Drop(_random.NextDouble() * 0.5);
                break;
            case < 90:
                Silence(100);
                Heap.Collect(thread, oldest: HasOpenBackground ? _random.Next(2) : _random.Next(3), isCompacting: _random.Next(2) == 0);
                _stream.Unheard = null;
                break;
            case < 93:
                StepBackground(thread);
                break;
            case < 95:
                Heap.Stop(_random.Next(300, 302));
                break;
            default:
                _stream.Turn();
                break;
        }
    }

    // Not twice: after a walk that was incomplete, as many threads are expected as it had.
    private Action WalkBackground()
    {
        Silence(200);
        _wasWalkSilent = !_wasWalkSilent && _stream.Unheard is not null;
        _stream.Unheard = _wasWalkSilent ? _stream.Unheard : null;
        Action end = Heap.WalkBackground();
        _stream.Unheard = null;
        return end;
    }

    private void Silence(int firstThread) =>
        _stream.Unheard = _random.NextDouble() < _silenceShare ? firstThread + _random.Next(1, _heaps) : null;

    private bool HasOpenBackground => Heap.HasBackground || _endOfBackground is not null;

    private void StepBackground(int thread)
    {
        if (_endOfBackground is { } end)
        {
            end();
            _endOfBackground = null;
        }
        else if (Heap.IsSwept)
        {
            _endOfBackground = WalkBackground();
        }
        else if (Heap.HasBackground)
        {
            Heap.SweepBackground();
        }
        else
        {
            Heap.BeginBackground(thread);
        }
    }
}
