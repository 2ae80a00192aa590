using Pprof.Images;

namespace Pprof.Unwinding.Native;

/// <summary>An FDE: the call frame information of one stretch of code, mostly a function.</summary>
/// <param name="Common">Its CIE.</param>
/// <param name="Start">First address of the code.</param>
/// <param name="Size">Bytes of code.</param>
/// <param name="Instructions">What changes after the first instruction.</param>
internal sealed record FrameDescription(CommonInformation Common, ulong Start, ulong Size, byte[] Instructions)
{
    /// <summary>Null when the record is damaged.</summary>
    public static FrameDescription? TryParse(in CfiRecord record, CommonInformation common, ulong headerAddress = 0)
    {
        ByteCursor cursor = new(record.Bytes, record.IdOffset + 4);
        ulong start = PointerEncoding.Read(ref cursor, common.AddressEncoding, record.Address, headerAddress);
        ulong size = PointerEncoding.Read(ref cursor, PointerEncoding.FormatOf(common.AddressEncoding), record.Address);
        if (common.HasAugmentationData)
        {
            cursor.Bytes(cursor.Unsigned());
        }

        return cursor.IsBroken ? null : new FrameDescription(common, start, size, record.Bytes[cursor.Position..]);
    }
}
