using System.Runtime.InteropServices;

namespace Pprof.Sampling;

/// <summary>Reads what allocating threads have written. One reader at a time; no allocation, no lock, never throws.</summary>
internal sealed unsafe class AgentRing(AgentBoard* board)
{
    private uint _current;

    /// <summary>Bytes ever taken by writers. What was reserved before a completed collection is readable: no collection ends inside a writer.</summary>
    public ulong Reserved => Volatile.Read(ref board->Reserved);

    /// <summary>Bytes ever read.</summary>
    public ulong Consumed => board->Consumed;

    /// <summary>False when nothing more has been written to its end.</summary>
    public bool TryRead(out AgentSample sample)
    {
        Release();
        for (AgentRecord* record = At(board->Consumed); Volatile.Read(ref record->Length) is var length and not 0; record = At(board->Consumed))
        {
            _current = length;
            if (record->Kind == AgentRecord.Sample)
            {
                sample = new AgentSample(record);
                return true;
            }

            Release();
        }

        sample = default;
        return false;
    }

    /// <summary>Gives the space of the last sample back to the writers. Zeroed: a later record may begin at any word of it, and must not look written.</summary>
    public void Release()
    {
        if (_current == 0)
        {
            return;
        }

        AgentRecord* record = At(board->Consumed);
        NativeMemory.Clear(record, record->Kind == AgentRecord.Sample ? _current : AgentRecord.SkippedSize);
        Volatile.Write(ref board->Consumed, board->Consumed + _current);
        _current = 0;
    }

    private AgentRecord* At(ulong position) => (AgentRecord*)(board->Ring + (position & (board->RingSize - 1)));
}
