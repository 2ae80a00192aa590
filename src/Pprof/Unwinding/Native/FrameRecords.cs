using Pprof.Images;

namespace Pprof.Unwinding.Native;

/// <summary>Reads FDEs of one image. Its few CIEs (one to four in most libraries) are kept.</summary>
internal sealed class FrameRecords(IMemoryReader memory, ulong headerAddress)
{
    // Thousands of object files linked without merging would each bring their own.
    private const int MostKept = 1024;

    private readonly Dictionary<ulong, CommonInformation?> _common = [];

    public IMemoryReader Memory { get; } = memory;

    /// <summary>Null when no valid FDE stands there.</summary>
    public FrameDescription? Read(ulong address) =>
        CfiRecord.TryRead(Memory, address, out CfiRecord record) && !record.IsCommon ? Parse(record) : null;

    public FrameDescription? Parse(in CfiRecord record) =>
        FindCommon(record.CommonAddress) is { } common ? FrameDescription.TryParse(record, common, headerAddress) : null;

    private CommonInformation? FindCommon(ulong address)
    {
        if (!_common.TryGetValue(address, out CommonInformation? common))
        {
            common = CfiRecord.TryRead(Memory, address, out CfiRecord record) && record.IsCommon ? CommonInformation.TryParse(record) : null;
            if (_common.Count == MostKept)
            {
                _common.Clear();
            }

            _common.Add(address, common);
        }

        return common;
    }
}
