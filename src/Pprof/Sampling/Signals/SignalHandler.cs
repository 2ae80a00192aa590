using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Pprof.Interop;
using Pprof.Labels;
using Pprof.Runtime;

namespace Pprof.Sampling;

/// <summary>
/// The handler of the runtime's activation signal. RUNS INSIDE A SIGNAL HANDLER, on any thread, at any instruction, in any
/// mode of the garbage collector. It may not allocate, lock, throw, call, use thread-local storage or touch an object: the
/// JIT compiles it to straight code on native memory, whose only calls are the one to the handler that was there before and
/// those of <see cref="KernelRead"/>. A test disassembles that code and fails on any other call.
/// </summary>
/// <remarks>
/// Why this signal: the runtime handles a NullReferenceException by moving from a small alternate stack to the normal one
/// while its frames still lie on the former; any signal it does not expect there overwrites them. It masks only this one.
/// While the handler runs its own signal is blocked, so the runtime cannot suspend the thread in it.
/// </remarks>
[ExcludeFromCodeCoverage]
internal static unsafe class SignalHandler
{
    /// <summary>Most bytes of stack in one sample: deeper stacks end in a <c>[truncated]</c> frame.</summary>
    public const ulong StackLimit = 128 << 10;

    // siginfo_t: si_code, si_overrun, si_value. ucontext_t: general registers, in the order of the type Registers.
    private const int CodeOffset = 8;
    private const int OverrunOffset = 20;
    private const int ValueOffset = 24;
    private const int RegistersOffset = 40;
    private const ulong PageSize = 4096;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Handle(int signal, byte* info, byte* context)
    {
        ulong value = *(ulong*)(info + ValueOffset);
        if (*(int*)(info + CodeOffset) == Libc.SI_TIMER && value >> SignalValue.MagicShift == SignalValue.Magic)
        {
            Record(value, 1 + *(uint*)(info + OverrunOffset), (Registers*)(context + RegistersOffset));
        }
        else
        {
            PreviousHandler.Function(signal, info, context);
        }
    }

    // The first look at the generation keeps strangers off the counter; the second is the one that counts: the sampler
    // closes the block first and looks at Writers after, we do the reverse, so one of the two sees the other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Record(ulong value, uint weight, Registers* registers)
    {
        SampleBlock* block = (SampleBlock*)(value & SignalValue.AddressMask);
        uint generation = (uint)(value & SignalValue.GenerationMask);
        if (block->Generation != generation)
        {
            return;
        }

        Interlocked.Increment(ref block->Writers);
        if (Volatile.Read(ref block->Generation) == generation)
        {
            Append(block, weight, registers);
        }

        Interlocked.Decrement(ref block->Writers);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Append(SampleBlock* block, uint weight, Registers* registers)
    {
        ulong start = registers->Rsp & ~7UL;
        ulong bytes = EndOfCopy(block, start) - start;
        ulong chain = FrameChain(block);
        ulong threadBytes = ThreadBytes(block, chain);
        ulong linkBytes = Links(block, chain, registers, start, bytes);
        ulong size = (ulong)sizeof(SampleRecord) + bytes + threadBytes + linkBytes;
        uint active = block->Active & 1;
        byte* buffer = block->Buffers + (active * block->Capacity);
        ulong offset = (ulong)Interlocked.Add(ref block->Used[active], (long)size) - size;
        if (offset + size > block->Capacity / 2)
        {
            block->Shared->Pressure = 1;
        }

        if (offset + size <= block->Capacity)
        {
            SampleRecord* record = (SampleRecord*)(buffer + offset);
            Write(record, block, weight, registers, start, bytes);
            record->Size = (uint)size;
            record->FrameChain = chain == 0 ? 0 : *(ulong*)chain;
            record->ThreadBytes = (uint)threadBytes;
            record->Suspends = Suspends(block->Shared, chain);
            record->LinkBytes = linkBytes;
            Copy((byte*)chain, (byte*)(record + 1) + bytes, threadBytes);
            Copy((byte*)block->Scratch->Links, (byte*)(record + 1) + bytes + threadBytes, linkBytes);
            return;
        }

        Interlocked.Add(ref block->Lost, weight);
        if (offset < block->Capacity)
        {
            ((SampleRecord*)(buffer + offset))->Size = 0;
        }
    }

    // On the thread's own stack everything up to its top is mapped. Elsewhere (an alternate stack, a coroutine, a thread
    // whose stack is not known yet) only the page of the stack pointer is known to be, and not even that at its first byte:
    // a stack pointer at a page's start may be the empty stack's, one past the mapping.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EndOfCopy(SampleBlock* block, ulong start)
    {
        ulong end = (start + PageSize - 1) & ~(PageSize - 1);
        if (start >= Volatile.Read(ref block->StackLow) && block->StackHigh is var top && start < top)
        {
            end = top;
        }

        return end - start > StackLimit ? start + StackLimit : end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(SampleRecord* record, SampleBlock* block, uint weight, Registers* registers, ulong start, ulong bytes)
    {
        record->Weight = weight;
        record->StackAddress = start;
        record->StackBytes = (uint)bytes;
        record->Labels = Labels(block);
        Copy((byte*)registers, (byte*)&record->Registers, (ulong)sizeof(Registers));
        Copy((byte*)start, (byte*)(record + 1), bytes);
    }

    // The generation after the serial: the pool writes them in the other order when the cell changes hands.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Labels(SampleBlock* block)
    {
        LabelCell* cell = (LabelCell*)Volatile.Read(ref *(nint*)&block->Labels);
        if (cell == null)
        {
            return 0;
        }

        long serial = Volatile.Read(ref cell->Serial);
        return Volatile.Read(ref cell->Generation) == block->Labels.Generation ? serial : 0;
    }

    // Address of its head. The runtime clears the variable on this very thread before it gives the Thread up, so what it
    // names now exists.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong FrameChain(SampleBlock* block)
    {
        ulong* variable = (ulong*)Volatile.Read(ref *(ulong*)&block->Thread);
        ulong thread = variable == null ? 0 : *variable;
        return thread == 0 ? 0 : thread + block->FrameOffset;
    }

    // Return addresses are replaced by the runtime's handler of this very signal, on this thread: never half-way here.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ThreadBytes(SampleBlock* block, ulong chain)
    {
        SharedWords* shared = block->Shared;
        bool isHijacked = chain != 0 && shared->ThreadBytes != 0 && (*(uint*)(chain + (ulong)(long)shared->StateOffset) & ThreadLayout.Hijacked) != 0;
        return isHijacked ? shared->ThreadBytes : 0;
    }

    // The runtime's variable names a Thread from the moment in which all others are asked to stop to that in which they go on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Suspends(SharedWords* shared, ulong chain)
    {
        bool suspends = chain != 0 && shared->Suspender != 0 && *(ulong*)shared->Suspender == chain - shared->HeadOffset;
        return suspends ? 1UL : 0;
    }

    // Asked before and after: a thread in native code does not keep a collection from starting.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Links(SampleBlock* block, ulong chain, Registers* registers, ulong start, ulong bytes)
    {
        SharedWords* shared = block->Shared;
        AwaitWords* awaits = (AwaitWords*)Volatile.Read(ref *(nint*)&shared->Awaits);
        if (awaits == null || chain == 0 || MayMoveObjects(shared, chain))
        {
            return 0;
        }

        ulong found = AwaitSearch.Run(awaits, block->Scratch, registers, start, bytes);
        return MayMoveObjects(shared, chain) ? 0 : found;
    }

    // A thread has stopped the others, and this one is not among those that are waited for: it is that thread, or in native code.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool MayMoveObjects(SharedWords* shared, ulong chain)
    {
        ulong suspender = Volatile.Read(ref *(ulong*)shared->Suspender);
        return suspender != 0 && (suspender == chain - shared->HeadOffset || Volatile.Read(ref *(uint*)(chain + (ulong)(long)shared->ModeOffset)) == 0);
    }

    // Bytes is a multiple of 8. A block copy of the language would be a call to the runtime.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(byte* source, byte* destination, ulong bytes)
    {
        byte* wide = source + (bytes & ~15UL);
        for (; source < wide; source += 16, destination += 16)
        {
            Vector128.Store(Vector128.Load(source), destination);
        }

        if ((bytes & 8) != 0)
        {
            *(ulong*)destination = *(ulong*)source;
        }
    }
}
