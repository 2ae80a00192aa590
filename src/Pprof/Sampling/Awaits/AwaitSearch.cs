using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pprof.Interop;
using Pprof.Runtime;

namespace Pprof.Sampling;

/// <summary>
/// Finds the objects of async methods that run on the interrupted thread, and who awaits them. RUNS INSIDE A SIGNAL
/// HANDLER, inlined into
/// <see cref="SignalHandler"/>, whose rules hold here. Every word of the heap is read by the kernel: words of a stack
/// may be stale, and what they point to given back.
/// </summary>
/// <remarks>
/// It must be done here: some milliseconds later two of three operations have gone on. Which of the objects is that of
/// the innermost method is found
/// out afterwards, from the frames. While the handler runs on a thread in managed code no object can be moved.
/// </remarks>
[ExcludeFromCodeCoverage]
internal static unsafe class AwaitSearch
{
    // 4,096 words: beyond them the thread is deep in calls of its own, and takes 3 microseconds to look through.
    private const ulong MostStackBytes = 32 << 10;

    private const int MostHops = 64;
    private const int MostReads = 24;
    private const int MostUnknown = 8;
    private const ulong TypeMask = ~7UL;
    private const uint Running = uint.MaxValue;

    // Task.TASK_STATE_DELEGATE_INVOKED, and the three ends of a task.
    private const uint Invoked = 0x20000;
    private const uint Ended = 0x1600000;

    /// <summary>Bytes of links in the scratch memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Run(AwaitWords* words, AwaitScratch* scratch, Registers* registers, ulong start, ulong bytes)
    {
        int* error = KernelRead.ErrorNumber();
        int before = *error;
        Clear(scratch);
        Collect(words, scratch, (ulong*)registers, Registers.Count);
        Collect(words, scratch, (ulong*)start, (bytes < MostStackBytes ? bytes : MostStackBytes) / sizeof(ulong));
        ReadTypes(words, scratch);
        for (uint i = 0; i < scratch->Words; i++)
        {
            Begin(words, scratch, AwaitScratch.ObjectsOf(scratch)[i].Base, scratch->Types[i] & TypeMask);
        }

        *error = before;
        return scratch->Count * (ulong)sizeof(AwaitLink);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear(AwaitScratch* scratch)
    {
        scratch->Words = 0;
        scratch->Count = 0;
        scratch->Unknown = 0;
        for (uint i = 0; i < AwaitScratch.SeenSlots; i++)
        {
            Volatile.Write(ref scratch->Seen[i], 0);
        }
    }

    // Each address once, as nearly as a table without chains tells.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Collect(AwaitWords* words, AwaitScratch* scratch, ulong* from, ulong count)
    {
        ulong low = words->HeapLow;
        ulong length = words->HeapLength;
        uint found = scratch->Words;
        for (ulong i = 0; i < count && found < AwaitScratch.MostWords; i++)
        {
            ulong word = from[i];
            ulong slot = (word >> 3) & (AwaitScratch.SeenSlots - 1);
            if (word - low < length && (word & 7) == 0 && scratch->Seen[slot] != word)
            {
                scratch->Seen[slot] = word;
                AwaitScratch.ObjectsOf(scratch)[found].Base = (nuint)word;
                AwaitScratch.ObjectsOf(scratch)[found].Length = sizeof(ulong);
                found++;
            }
        }

        scratch->Words = found;
    }

    // The kernel stops at the first word that it cannot read; so that one is passed over.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReadTypes(AwaitWords* words, AwaitScratch* scratch)
    {
        uint done = 0;
        for (int i = 0; i < MostReads && done < scratch->Words; i++)
        {
            uint rest = scratch->Words - done;
            Libc.IoVector local;
            local.Base = (nuint)(scratch->Types + done);
            local.Length = rest * sizeof(ulong);
            nint read = KernelRead.Function(words->ProcessId, &local, 1, AwaitScratch.ObjectsOf(scratch) + done, rest, 0);
            done += read <= 0 ? 0 : (uint)(read / sizeof(ulong));
            if (done < scratch->Words)
            {
                scratch->Types[done] = 0;
                done++;
            }
        }

        scratch->Words = done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Begin(AwaitWords* words, AwaitScratch* scratch, ulong address, ulong type)
    {
        AwaitEntry* entry = type == 0 ? null : AwaitTable.Find(words->Types, type);
        bool isUnknown = type != 0 && entry == null;
        if (isUnknown)
        {
            entry = Unknown(words, scratch, type);
        }

        if (entry != null && (isUnknown || (entry->Traits & (AwaitTraits.Box | AwaitTraits.RunsDelegate)) != 0))
        {
            Follow(words, scratch, address);
        }
    }

    // What is not known yet is a task if one of its next bases is; and is looked at later.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static AwaitEntry* Unknown(AwaitWords* words, AwaitScratch* scratch, ulong type)
    {
        if (scratch->Unknown >= MostUnknown || scratch->Count >= AwaitScratch.MostLinks)
        {
            return null;
        }

        scratch->Unknown++;
        Put(scratch, 0, type, 0, 0, 0, AwaitLinkKind.Type);
        ulong parent = 0;
        ulong grandparent = 0;
        bool isTask = Read(words, type + words->ParentOffset, &parent, sizeof(ulong)) == sizeof(ulong) && parent != 0
            && (parent == words->TaskTable
                || (Read(words, parent + words->ParentOffset, &grandparent, sizeof(ulong)) == sizeof(ulong) && grandparent == words->TaskTable));
        return isTask ? &words->UnknownTask : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Follow(AwaitWords* words, AwaitScratch* scratch, ulong address)
    {
        AwaitLinkKind kind = AwaitLinkKind.Start;
        for (int i = 0; i < MostHops && scratch->Count < AwaitScratch.MostLinks; i++)
        {
            ulong* one = scratch->Object;
            nint read = Read(words, address, one, AwaitScratch.ObjectBytes);
            ulong type = read < 2 * sizeof(ulong) ? 0 : one[0] & TypeMask;
            AwaitEntry* entry = type == 0 ? null : AwaitTable.Find(words->Types, type);
            entry = entry == null && type != 0 ? Unknown(words, scratch, type) : entry;
            AwaitEntry known = entry == null ? default : *entry;
            ulong machine = 0;
            uint state = 0;
            bool hasState = known.State != 0 && TryState(words, address, one, read, known, &machine, &state);
            if (kind == AwaitLinkKind.Start && known.State != 0 && !(hasState && Runs(known.Traits, state)))
            {
                return;
            }

            ulong next = (known.Traits & AwaitTraits.Leads) == 0 ? AwaitLink.Beyond : Next(words, address, one, read, known);
            Put(scratch, address, type, next, machine, (int)state, kind | (hasState ? AwaitLinkKind.HasState : AwaitLinkKind.None));
            if (next - words->HeapLow >= words->HeapLength || (next & 7) != 0)
            {
                return;
            }

            kind = AwaitLinkKind.None;
            address = next;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Runs(AwaitTraits traits, uint state) =>
        (traits & AwaitTraits.Box) != 0 ? state == Running : (state & Invoked) != 0 && (state & Ended) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryState(AwaitWords* words, ulong address, ulong* one, nint read, in AwaitEntry known, ulong* machine, uint* state)
    {
        ulong place = address + known.State;
        if (known.StateInner != 0)
        {
            *machine = Word(words, place, one, address, read);
            place = *machine + known.StateInner;
            return *machine != 0 && Read(words, place, state, sizeof(uint)) == sizeof(uint);
        }

        if (known.State + sizeof(uint) <= read)
        {
            *state = *(uint*)((byte*)one + known.State);
            return true;
        }

        return Read(words, place, state, sizeof(uint)) == sizeof(uint);
    }

    // What cannot be read leads to something unknown, not to nobody.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Next(AwaitWords* words, ulong address, ulong* one, nint read, in AwaitEntry known)
    {
        ulong next = Word(words, address + known.Next, one, address, read);
        if (known.NextInner != 0)
        {
            ulong inner = AwaitLink.Beyond;
            return next != 0 && Read(words, next + known.NextInner, &inner, sizeof(ulong)) == sizeof(ulong) ? inner : AwaitLink.Beyond;
        }

        return next;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(AwaitWords* words, ulong place, ulong* one, ulong address, nint read)
    {
        ulong word = AwaitLink.Beyond;
        if (place - address + sizeof(ulong) <= (ulong)read)
        {
            return *(ulong*)((byte*)one + (place - address));
        }

        return Read(words, place, &word, sizeof(ulong)) == sizeof(ulong) ? word : AwaitLink.Beyond;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Read(AwaitWords* words, ulong address, void* to, nuint length)
    {
        Libc.IoVector local;
        Libc.IoVector remote;
        local.Base = (nuint)to;
        local.Length = length;
        remote.Base = (nuint)address;
        remote.Length = length;
        return KernelRead.Function(words->ProcessId, &local, 1, &remote, 1, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(AwaitScratch* scratch, ulong address, ulong type, ulong next, ulong machine, int state, AwaitLinkKind kind)
    {
        AwaitScratch.LinksOf(scratch)[scratch->Count] = new AwaitLink(address, type, next, machine, state, kind);
        scratch->Count++;
    }
}
