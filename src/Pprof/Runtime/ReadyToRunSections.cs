using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// The parts of a ready-to-run image by their public numbers (dotnet/runtime, <c>docs/design/coreclr/botr/readytorun-format.md</c>):
/// <code>
/// u32 "RTR", u16 major, u16 minor, u32 flags, u32 sections; each section: u32 kind, u32 rva, u32 size
/// </code>
/// Owner of the parts; neither allocates nor throws.
/// </summary>
internal static class ReadyToRunSections
{
    public const uint DebugInfo = 105;

    private const uint Signature = 0x00525452;
    private const ulong CountAt = 12;
    private const ulong SectionBytes = 12;
    private const uint MostSections = 256;

    /// <summary>Offset of a section from the image's base; 0 when it has none.</summary>
    public static uint Find(ulong header, uint kind)
    {
        if (!SafeMemory.TryRead(header, out uint signature) || signature != Signature || !SafeMemory.TryRead(header + CountAt, out uint count))
            return 0;
        ulong section = header + CountAt + sizeof(uint);
        for (uint i = 0; i < Math.Min(count, MostSections); i++, section += SectionBytes)
        {
            if (SafeMemory.TryRead(section, out uint found) && found == kind && SafeMemory.TryRead(section + sizeof(uint), out uint rva))
                return rva;
        }

        return 0;
    }
}
