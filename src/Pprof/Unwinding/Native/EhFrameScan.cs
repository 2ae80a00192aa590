using Pprof.Images;

namespace Pprof.Unwinding.Native;

/// <summary>An index made by reading all of <c>.eh_frame</c>, for images linked without the search table.</summary>
internal sealed class EhFrameScan : IFrameIndex
{
    // A million functions, 16 MB of index. Such images are rare and small (static-pie tools, hand-linked libraries).
    private const int MostDescriptions = 1_000_000;

    private readonly ulong[] _starts;
    private readonly ulong[] _descriptions;

    private EhFrameScan(ulong[] starts, ulong[] descriptions)
    {
        _starts = starts;
        _descriptions = descriptions;
    }

    /// <summary>Null when no FDE is found between the two addresses.</summary>
    public static EhFrameScan? TryRead(FrameRecords records, ulong start, ulong end)
    {
        List<(ulong Start, ulong Place)> found = [];
        ulong address = start;
        while (address < end && found.Count < MostDescriptions && CfiRecord.TryRead(records.Memory, address, out CfiRecord record))
        {
            if (!record.IsCommon && records.Parse(record) is { } description)
            {
                found.Add((description.Start, address));
            }

            address = record.Next;
        }

        found.Sort();
        return found.Count == 0 ? null : new EhFrameScan([.. found.Select(entry => entry.Start)], [.. found.Select(entry => entry.Place)]);
    }

    public bool TryFind(ulong address, out ulong descriptionAddress)
    {
        int index = Array.BinarySearch(_starts, address);
        index = index < 0 ? ~index - 1 : index;
        descriptionAddress = index < 0 ? 0 : _descriptions[index];
        return index >= 0;
    }

    public IEnumerable<ulong> All() => _descriptions;
}
