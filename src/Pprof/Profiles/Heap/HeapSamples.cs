namespace Pprof.Profiles.Heap;

/// <summary>The samples whose liveness is followed, by number. Numbers of samples that were removed are given again. One thread at a time.</summary>
/// <param name="most">
/// A live sample stands for 100 KiB of live memory and more: the default of 1 Mi samples is 100 GB, and takes 40 MB.
/// </param>
internal sealed class HeapSamples(int most = 1 << 20)
{
    private const int None = -1;
    private Slot[] _slots = new Slot[256];
    private int _used;
    private int _free = None;
    private int _young = None;

    // A chain runs through the young, in no order, and one through the free by Next.
    private struct Slot
    {
        public HeapSample Sample;
        public int Next;
        public int Previous;
        public SlotState State;
    }

    private enum SlotState : byte
    {
        Free,
        Young,
        Live,
    }

    /// <summary>Samples that are followed now.</summary>
    public int Count { get; private set; }

    /// <summary>Its number; <see cref="IHeapSink.NotFollowed"/> when there is no room. Allocates while the table grows, then nothing.</summary>
    public int AddYoung(in HeapSample sample)
    {
        int number = TakeFree();
        if (number != None)
        {
            _slots[number] = new Slot { Sample = sample, Next = _young, Previous = None, State = SlotState.Young };
            SetPrevious(_young, number);
            _young = number;
            Count++;
        }

        return number;
    }

    /// <summary>False when there is no such sample.</summary>
    public bool TryRemove(int number, out HeapSample sample, out bool wasYoung)
    {
        bool isKnown = (uint)number < (uint)_used && _slots[number].State != SlotState.Free;
        sample = isKnown ? _slots[number].Sample : default;
        wasYoung = isKnown && _slots[number].State == SlotState.Young;
        if (isKnown)
        {
            Unlink(number);
            _slots[number] = new Slot { Next = _free };
            _free = number;
            Count--;
        }

        return isKnown;
    }

    /// <summary>The first young sample, to be followed by <see cref="NextYoung"/>; -1 for none.</summary>
    public int FirstYoung => _young;

    /// <summary>To be asked before the sample is changed.</summary>
    public int NextYoung(int number) => _slots[number].Next;

    public ref readonly HeapSample this[int number] => ref _slots[number].Sample;

    /// <summary>A young sample is not young any more.</summary>
    public void Promote(int number)
    {
        Unlink(number);
        _slots[number].State = SlotState.Live;
    }

    public void Clear() => (_used, _free, _young, Count) = (0, None, None, 0);

    private int TakeFree()
    {
        if (_free != None)
        {
            int number = _free;
            _free = _slots[number].Next;
            return number;
        }

        if (_used == most)
        {
            return None;
        }

        if (_used == _slots.Length)
        {
            Array.Resize(ref _slots, Math.Min(2 * _used, most));
        }

        return _used++;
    }

    private void Unlink(int number)
    {
        ref Slot slot = ref _slots[number];
        if (slot.State != SlotState.Young)
        {
            return;
        }

        SetPrevious(slot.Next, slot.Previous);
        if (slot.Previous == None)
        {
            _young = slot.Next;
        }
        else
        {
            _slots[slot.Previous].Next = slot.Next;
        }
    }

    private void SetPrevious(int number, int previous)
    {
        if (number != None)
        {
            _slots[number].Previous = previous;
        }
    }
}
