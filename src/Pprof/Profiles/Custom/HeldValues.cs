using System.Runtime.InteropServices;
using Pprof.Unwinding;

namespace Pprof.Profiles.Custom;

/// <summary>
/// Values as keys: equal values are one. Any thread. The values' own <see cref="object.GetHashCode"/> and
/// <see cref="object.Equals(object)"/> are never called under the lock: they may throw, take long, wait for a thread that is in here, or come back
/// themselves, and nothing is changed until they have returned.
/// </summary>
/// <remarks>
/// Values of one hash code are an immutable list. Whoever has compared a value with all of a list changes it only if it still is
/// the same list; else another thread was faster, and the comparison is made again with the new one.
/// </remarks>
internal sealed class HeldValues
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, HeldValue> _byHash = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>False when an equal value is held.</summary>
    public bool TryAdd(object value, CodeAddress[] stack)
    {
        int hash = value.GetHashCode();
        HeldValue? compared = null;
        while (!TryPut(hash, value, stack, ref compared))
        {
            if (Find(compared, value) is not null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>False when no equal value is held.</summary>
    public bool Remove(object value)
    {
        int hash = value.GetHashCode();
        HeldValue? list = Get(hash);
        while (Find(list, value) is { } found)
        {
            if (TryReplace(hash, ref list, Without(list!, found)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The stacks of all values at one instant.</summary>
    public CodeAddress[][] Stacks()
    {
        lock (_gate)
        {
            CodeAddress[][] stacks = new CodeAddress[_count][];
            int i = 0;
            foreach (HeldValue list in _byHash.Values)
            {
                for (HeldValue? held = list; held is not null; held = held.Next)
                {
                    stacks[i++] = held.Stack;
                }
            }

            return stacks;
        }
    }

    // True when the list of this hash code was the one compared with, and now begins with the value. When false, compared is the list as it is.
    private bool TryPut(int hash, object value, CodeAddress[] stack, ref HeldValue? compared)
    {
        lock (_gate)
        {
            ref HeldValue? list = ref CollectionsMarshal.GetValueRefOrAddDefault(_byHash, hash, out _);
            if (list != compared)
            {
                compared = list;
                return false;
            }

            list = new HeldValue(value, stack, compared);
            _count++;
            return true;
        }
    }

    private HeldValue? Get(int hash)
    {
        lock (_gate)
        {
            return _byHash.GetValueOrDefault(hash);
        }
    }

    // When false, list is the list as it is.
    private bool TryReplace(int hash, ref HeldValue? list, HeldValue? changed)
    {
        lock (_gate)
        {
            HeldValue? now = _byHash.GetValueOrDefault(hash);
            if (now != list)
            {
                list = now;
                return false;
            }

            _count--;
            if (changed is null)
            {
                _byHash.Remove(hash);
            }
            else
            {
                _byHash[hash] = changed;
            }

            return true;
        }
    }

    private static HeldValue? Find(HeldValue? list, object value)
    {
        while (list is not null && !ReferenceEquals(list.Value, value) && !list.Value.Equals(value))
        {
            list = list.Next;
        }

        return list;
    }

    private static HeldValue? Without(HeldValue list, HeldValue left)
    {
        HeldValue? rest = left.Next;
        for (HeldValue held = list; held != left; held = held.Next!)
        {
            rest = new HeldValue(held.Value, held.Stack, rest);
        }

        return rest;
    }
}

/// <summary>A value with the stack that added it, linked to the others of the same hash code. Immutable; compared by reference.</summary>
internal sealed class HeldValue(object value, CodeAddress[] stack, HeldValue? next)
{
    public readonly object Value = value;
    public readonly CodeAddress[] Stack = stack;
    public readonly HeldValue? Next = next;
}
