using Pprof.Images;

namespace Pprof.Unwinding.Native;

/// <summary>The call frame information of one image: finds and compiles a function at the first question about it.</summary>
internal sealed class ImageFrames
{
    private readonly FrameRecords _records;
    private readonly IFrameIndex? _index;
    private readonly UnwindRowBuilder _rows = new();
    private readonly Lazy<bool> _isLibc;

    public ImageFrames(ElfImage image)
    {
        _isLibc = new Lazy<bool>(() => StartsThreads(image));
        bool hasHeader = image.TryFindSegment(ElfProgramHeader.GnuEhFrame, out ulong address, out ulong size);
        _records = new FrameRecords(image.Memory, address);
        ulong frames = 0;
        _index = hasHeader ? EhFrameHeader.TryRead(image.Memory, address, size, out frames) : null;
        _index ??= frames != 0 ? EhFrameScan.TryRead(_records, frames, image.End) : ScanSection(image);
    }

    /// <summary>This is the C library: the code that starts threads and programs is in it. Asked of an image without tables only.</summary>
    public bool IsLibc => _isLibc.Value;

    /// <summary>Null when nothing describes the instruction.</summary>
    public UnwindFunction? Find(ulong address) =>
        _index is not null && _index.TryFind(address, out ulong place) && Compile(place) is { } function && function.Contains(address)
            ? function
            : null;

    /// <summary>Every function of the image that has valid information.</summary>
    public IEnumerable<UnwindFunction> All() => (_index?.All() ?? []).Select(Compile).OfType<UnwindFunction>();

    private UnwindFunction? Compile(ulong place) =>
        _records.Read(place) is { } description ? CfiProgram.Compile(description, _rows) : null;

    private static bool StartsThreads(ElfImage image) =>
        image.Symbols.All().Count(symbol => symbol.Name is "pthread_create" or "__libc_start_main") == 2;

    // Only the file's section table tells where .eh_frame is when the linker made no header for it.
    private EhFrameScan? ScanSection(ElfImage image)
    {
        using ElfFile? file = ElfFile.TryOpen(image);
        return file?.Find(".eh_frame") is { } section && image.ContainsRange(image.Bias + section.Address, section.Size)
            ? EhFrameScan.TryRead(_records, image.Bias + section.Address, image.Bias + section.Address + section.Size)
            : null;
    }
}
