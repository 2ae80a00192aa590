using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pprof.Sampling;

namespace Pprof.Profiles.Operations;

/// <summary>
/// Tells which of some objects a copied stack refers to. The thread that takes the snapshot. A word that is equal to an object's address says so, as
/// long as no garbage collection has moved anything since the address was read; when one came between, that stack refers to none, and
/// <see cref="WasDisturbed"/> says that it is worth another try. A slot that is not in use any more may still hold such a word.
/// </summary>
/// <param name="objects">Kept alive, so that no other object takes their place.</param>
internal sealed class HeldObjects(IReadOnlyList<object> objects)
{
    private readonly Dictionary<ulong, object> _byAddress = new(objects.Count);
    private int _collections = -1;
    private ulong _lowest;
    private ulong _highest;

    /// <summary>Whether a collection came between since <see cref="Begin"/>.</summary>
    public bool WasDisturbed { get; private set; }

    /// <summary>Before threads are copied.</summary>
    public void Begin()
    {
        WasDisturbed = false;
        ReadAddresses();
    }

    /// <param name="stack">Copied after the previous call, or after <see cref="Begin"/>.</param>
    public IReadOnlyList<object> In(in RawStack stack)
    {
        if (objects.Count == 0)
        {
            return [];
        }

        if (GC.CollectionCount(0) != _collections)
        {
            WasDisturbed = true;
            ReadAddresses();
            return [];
        }

        HashSet<object> held = new(ReferenceEqualityComparer.Instance);
        AddFrom(MemoryMarshal.Cast<byte, ulong>(stack.Bytes), held);
        Registers registers = stack.Registers;
        AddFrom(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Registers, ulong>(ref registers), Registers.Count), held);
        return [.. held];
    }

    // The count first: a collection while addresses are read, which starts a new count, makes all of them void.
    private void ReadAddresses()
    {
        _collections = GC.CollectionCount(0);
        _byAddress.Clear();
        foreach (object one in objects)
        {
            _byAddress.TryAdd(AddressOf(one), one);
        }

        _lowest = _byAddress.Keys.DefaultIfEmpty().Min();
        _highest = _byAddress.Keys.DefaultIfEmpty().Max();
    }

    private void AddFrom(ReadOnlySpan<ulong> words, HashSet<object> held)
    {
        foreach (ulong word in words)
        {
            if (word >= _lowest && word <= _highest && _byAddress.TryGetValue(word, out object? one))
            {
                held.Add(one);
            }
        }
    }

    private static unsafe ulong AddressOf(object one) => *(ulong*)Unsafe.AsPointer(ref one);
}
