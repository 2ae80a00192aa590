using System.Runtime.InteropServices;

namespace Pprof.EventPipe.Hub;

/// <summary>The stacks that events refer to by number. <c>pprof event decoder</c>; allocates while it grows, then nothing.</summary>
/// <param name="mostAddresses">
/// Bound of what is kept. The runtime forgets all numbers each time it has handed 10 MB of buffers to threads, in which the stacks stand as
/// well; what is above three times as much is damage, and such stacks are empty.
/// </param>
internal sealed class EventStacks(int mostAddresses = 4 << 20)
{
    private readonly Dictionary<uint, (int Start, int Length)> _byId = [];
    private ulong[] _addresses = new ulong[1024];
    private int _used;

    /// <summary>Remembers a stack until <see cref="Forget"/>.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="bytes">Eight for each address; a rest is dropped.</param>
    public void Add(uint id, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> stack = MemoryMarshal.Cast<byte, ulong>(bytes);
        if (_used + stack.Length > mostAddresses)
        {
            return;
        }

        if (_used + stack.Length > _addresses.Length)
        {
            Array.Resize(ref _addresses, Math.Max(2 * _addresses.Length, _used + stack.Length));
        }

        stack.CopyTo(_addresses.AsSpan(_used));
        _byId[id] = (_used, stack.Length);
        _used += stack.Length;
    }

    /// <summary>Valid until the next call of another member; empty when the number is unknown.</summary>
    public ReadOnlySpan<ulong> Find(uint id) => _byId.TryGetValue(id, out var place) ? _addresses.AsSpan(place.Start, place.Length) : [];

    public void Forget()
    {
        _byId.Clear();
        _used = 0;
    }
}
