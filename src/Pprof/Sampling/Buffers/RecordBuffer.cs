namespace Pprof.Sampling;

/// <summary>The records of a buffer that was handed over, in the order in which they were taken. Enumerable as often as needed.</summary>
internal readonly unsafe ref struct RecordBuffer(byte* start, long length)
{
    public Enumerator GetEnumerator() => new(start, length);

    internal ref struct Enumerator(byte* start, long length)
    {
        private byte* _next = start;
        private readonly byte* _end = start + length;

        public SampleRecord* Current { get; private set; }

        // A record of size 0 stands where the buffer overflowed.
        public bool MoveNext()
        {
            Current = (SampleRecord*)_next;
            if (_next >= _end || Current->Size == 0)
            {
                return false;
            }

            _next += Current->Size;
            return true;
        }
    }
}
