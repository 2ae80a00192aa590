using System.Runtime.InteropServices;

namespace Pprof.Profiles.Heap;

/// <summary>
/// Memory outside the managed heap, so that what waits to be applied is no object that the profile shows, and none that a collection has to look at. One thread at a time.
/// </summary>
internal sealed unsafe class NativeBytes
{
    private byte* _memory;

    public int Length { get; private set; }

    public Span<byte> All => new(_memory, Length);

    /// <summary>Keeps what is there. Doubles, so that growing by little costs little, but for no more than a bound.</summary>
    public void Grow(int atLeast, int most)
    {
        if (atLeast > Length)
        {
            int length = (int)Math.Max(atLeast, Math.Min(2L * Length, most));
            _memory = (byte*)NativeMemory.Realloc(_memory, (nuint)length);
            Length = length;
        }
    }

    ~NativeBytes() => Clear();

    /// <summary>Gives the memory back; empty from now on, and usable again.</summary>
    public void Clear()
    {
        NativeMemory.Free(_memory);
        _memory = null;
        Length = 0;
    }
}
