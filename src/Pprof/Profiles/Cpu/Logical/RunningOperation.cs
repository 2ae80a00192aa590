using System.Runtime.InteropServices;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Which of the objects on a stack is the operation that runs there. Two witnesses are needed: the object itself, which
/// whoever resumes it keeps, and in the frame of
/// its method the address of its state machine, which lies in the object. A method that has a catch block, as those of
/// all async methods have, keeps that in its frame.
/// Walker's thread.
/// </summary>
internal sealed class RunningOperation(AwaitTypes types)
{
    private const int None = -1;

    /// <summary>Number of the link; -1 when none is known to be it, or several may be.</summary>
    public int Find(ReadOnlySpan<AwaitLink> links, in Resumption resumption, in RawStack stack, ReadOnlySpan<FramePlace> places) => resumption.Kind switch
    {
        FrameRoleKind.Machine => FindBox(links, resumption, stack, places[resumption.Index]),
        FrameRoleKind.TaskRun => FindTask(links, stack, new FramePlace(places[resumption.Index].Low, places[resumption.LastOfTask].High)),
        _ => None,
    };

    private int FindBox(ReadOnlySpan<AwaitLink> links, in Resumption resumption, in RawStack stack, FramePlace place)
    {
        int found = None;
        for (int i = 0; i < links.Length; i++)
        {
            AwaitLink link = links[i];
            if (link.IsStart && types.Learn(link.MethodTable) is { Machine: { } machine } type && IsSame(machine, resumption.Machine)
                && (link.HasState || type.LeadsAsTask) && Holds(stack, place, MachineOf(link, type), isLeaf: resumption.Index == 0))
            {
                if (found != None && links[found].Object != link.Object)
                {
                    return None;
                }

                found = i;
            }
        }

        return found;
    }

    private int FindTask(ReadOnlySpan<AwaitLink> links, in RawStack stack, FramePlace place)
    {
        int found = None;
        for (int i = 0; i < links.Length; i++)
        {
            AwaitLink link = links[i];
            if (link.IsStart && link.HasState && types.Learn(link.MethodTable)?.Kind == AwaitKind.Task && Holds(stack, place, link.Object, isLeaf: false))
            {
                if (found != None && links[found].Object != link.Object)
                {
                    return None;
                }

                found = i;
            }
        }

        return found;
    }

    private static ulong MachineOf(in AwaitLink link, AwaitType type) => type.MachineOffset < 0 ? link.Machine : link.Object + (ulong)type.MachineOffset;

    // Code over reference types is shared, and a frame does not tell for which.
    private static bool IsSame(Type one, Type? other) =>
        one == other || (other is { IsGenericType: true } && one.IsGenericType && one.GetGenericTypeDefinition() == other.GetGenericTypeDefinition());

    private static bool Holds(in RawStack stack, FramePlace place, ulong word, bool isLeaf)
    {
        ulong from = Math.Max(place.Low, stack.Address);
        ulong to = Math.Min(place.High, stack.EndAddress());
        if (word == 0 || from >= to)
        {
            return false;
        }

        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(stack.Bytes[(int)(from - stack.Address)..(int)(to - stack.Address)]);
        return words.Contains(word) || (isLeaf && MemoryMarshal.Cast<Registers, ulong>(new ReadOnlySpan<Registers>(in stack.Registers)).Contains(word));
    }
}
