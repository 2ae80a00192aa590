using System.Runtime.InteropServices;
using Pprof.EventPipe.Nettrace;

namespace Pprof.Profiles.Heap;

/// <summary>
/// Makes collections of events that come in the order of their time, and applies them to the sampled objects. One thread at a time; allocates nothing in the steady state.
/// </summary>
/// <remarks>
/// How the runtime raises them (one line a suspension of the program; ranges r, survivors s, both from several threads when there are several heaps):
/// <code>
/// start r s r end sum restart                 a blocking collection of generations 0 to g, and how many bytes it has left alive
/// start r restart … s restart … end           a background collection; survivors come when it has swept, of all generations, from a walk of the whole heap
/// start r start r s r end sum restart …       a background collection that begins with a blocking one of a young generation
/// start … start r s r end sum restart … s …   blocking ones while a background one runs
/// </code>
/// The kind that the start tells is not to be relied on: a background collection for which the runtime finds no memory becomes a blocking one. What comes first
/// decides, the end or the restart. The end of a background one may come after the start of the next, so that it is the restart which ends a walk.
/// </remarks>
internal sealed class GcTimeline(SampledObjects objects, IHeapSink sink) : IGcEventTaker
{
    private readonly GenerationRanges _ranges = new();
    private readonly WalkCheck _check = new();
    private uint? _number;
    private Collection? _blocking;
    private Collection? _background;
    private EndedCollection? _ended;
    private bool _isWalking;
    private bool _isBlind;

    // Threads from which reports of a background collection are expected, which has no sum to be held to: as many as reported in any collection since the last walk, and in that.
    // When the runtime has given up heaps since, or one of them is empty, one walk is taken for incomplete: its dead are unknown, not wrong.
    private int _walkers;

    private readonly record struct Collection(uint Number, int Oldest, ulong Time, ulong Thread, bool HasSurvivors);

    // Of a blocking collection, which is applied when it is known how many bytes should have survived: nothing happens until the program goes on.
    private readonly record struct EndedCollection(Collection Collection, ulong Thread, bool IsComplete);

    // A background collection may have freed what is not known to be dead yet.
    private bool MayHaveFreed => _background is { HasSurvivors: false };

    public void OnGcEvent(in GcEvent gcEvent)
    {
        switch (gcEvent.Kind)
        {
            case GcEventKind.Start:
                OnStart(gcEvent);
                break;
            case GcEventKind.End:
                OnEnd(gcEvent);
                break;
            case GcEventKind.Statistics:
                OnStatistics(gcEvent);
                break;
            case GcEventKind.Restart:
                OnRestart(gcEvent.Time);
                break;
            case GcEventKind.GenerationRange:
                OnRange(gcEvent);
                break;
            case GcEventKind.Surviving or GcEventKind.Moved:
                OnSurvivors(gcEvent);
                break;
        }
    }

    /// <summary>
    /// Events from before a time were lost: what was allocated before it is unknown, and what is left of a collection that may be under way says nothing.
    /// </summary>
    public void Lose(ulong before)
    {
        objects.Lose(before);
        (_number, _blocking, _background, _ended, _isWalking, _isBlind) = (null, null, null, null, false, true);
    }

    private void OnStart(in GcEvent gcEvent)
    {
        EndWalk();
        EndCollection(isComplete: false);
        _isBlind = false;
        if (_blocking is { HasSurvivors: true })
        {
            Lose(gcEvent.Time);
            _isBlind = false;
        }

        _background = _blocking ?? _background;
        BlobReader reader = new(gcEvent.Payload);
        uint number = reader.ReadUInt32();
        if (_number is { } last && number != last + 1)
        {
            // A whole collection is missing.
            Lose(gcEvent.Time);
            _isBlind = false;
        }

        _number = number;
        _blocking = new Collection(number, (int)reader.ReadUInt32(), gcEvent.Time, gcEvent.Thread, HasSurvivors: false);
        _ranges.Clear();
        Begin(gcEvent.Time);
    }

    private void OnRestart(ulong time)
    {
        EndWalk();
        EndCollection(isComplete: false);
        if (_blocking is { HasSurvivors: true } || _isBlind)
        {
            Lose(time);
        }

        _isBlind = false;
        _background = _blocking ?? _background;
        _blocking = null;
    }

    // A background collection's end tells its ranges too, without stopping anyone: by another thread than the one whose collection is open.
    private void OnRange(in GcEvent gcEvent)
    {
        if (_blocking?.Thread == gcEvent.Thread)
        {
            BlobReader reader = new(gcEvent.Payload);
            int generation = reader.ReadByte();
            ulong start = reader.ReadUInt64();
            reader.ReadUInt64();
            _ranges.Add(generation, start, length: reader.ReadUInt64());
        }
    }

    private void OnSurvivors(in GcEvent gcEvent)
    {
        if (_isBlind)
        {
            return;
        }

        if (_blocking is { } collection)
        {
            _blocking = collection with { HasSurvivors = true };
        }
        else if (!_isWalking && !TryBeginWalk(gcEvent.Time))
        {
            return;
        }

        BlobReader reader = new(gcEvent.Payload);
        uint index = reader.ReadUInt32();
        int count = reader.ReadInt32();
        reader.ReadUInt16();
        int numbers = gcEvent.Kind == GcEventKind.Moved ? 3 : 2;
        ReadOnlySpan<byte> bytes = reader.Take(checked(count * numbers * sizeof(ulong)));
        _check.OnEvent(gcEvent.Thread, gcEvent.Kind, index, bytes.Length, numbers * sizeof(ulong));
        Apply(MemoryMarshal.Cast<byte, ulong>(bytes), numbers);
    }

    // Surviving: start, length. Moved: old start, new start, length.
    private void Apply(ReadOnlySpan<ulong> ranges, int numbers)
    {
        bool canLandOnFreed = MayHaveFreed;
        for (int i = 0; i + numbers <= ranges.Length; i += numbers)
        {
            ulong start = ranges[i];
            ulong later = ranges[i + numbers - 2];
            ulong length = ranges[i + numbers - 1];
            _check.AddSurvivors(length);
            objects.Survive(start, length, later);
            if (canLandOnFreed && later != start)
            {
                objects.Land(later, length);
            }
        }
    }

    private void OnEnd(in GcEvent gcEvent)
    {
        BlobReader reader = new(gcEvent.Payload);
        uint number = reader.ReadUInt32();
        bool isOldest = _blocking?.Oldest == (int)reader.ReadUInt32();
        if (_blocking is { } collection && collection.Number == number)
        {
            _ended = new EndedCollection(collection, gcEvent.Thread, isOldest);
            _blocking = null;
        }
        else if (_background?.Number == number && !_isWalking && _background is { HasSurvivors: true })
        {
            _background = null;
        }
        else
        {
            // Begun before anyone listened, or seen in part.
            Lose(gcEvent.Time);
        }
    }

    // Of another thread: the end of a background collection, which lasts while others go on.
    private void OnStatistics(in GcEvent gcEvent)
    {
        if (_ended?.Thread == gcEvent.Thread)
        {
            EndCollection(_check.HasAll(SurvivedBytes.Read(gcEvent.Payload)));
        }
    }

    private void EndCollection(bool isComplete)
    {
        if (_ended is { } ended)
        {
            _walkers = Math.Max(_walkers, _check.Threads);
            objects.EndCollection(_ranges, ended.Collection.Oldest, isComplete && ended.IsComplete, isOutsideDead: MayHaveFreed);
            sink.OnCollection((long)ended.Collection.Time);
            _ended = null;
        }
    }

    private void Begin(ulong time)
    {
        _check.Clear();
        objects.BeginCollection(time);
    }

    // Only a background collection has survivors while none is open that blocks.
    private bool TryBeginWalk(ulong time)
    {
        if (_background is null)
        {
            Lose(time);
            return false;
        }

        _isWalking = true;
        Begin(time);
        return true;
    }

    private void EndWalk()
    {
        if (_isWalking && _background is { } collection)
        {
            objects.EndWalk(_check.IsComplete && _check.Threads >= _walkers);
            _walkers = _check.Threads;
            sink.OnCollection((long)collection.Time);
            _background = collection with { HasSurvivors = true };
        }

        _isWalking = false;
    }
}
