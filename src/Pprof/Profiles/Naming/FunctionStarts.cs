using Pprof.Images;
using Pprof.Runtime;
using Pprof.Unwinding;

namespace Pprof.Profiles.Naming;

/// <summary>Where the function begins that holds an address. One thread at a time; may read files; never throws.</summary>
internal sealed class FunctionStarts(ImageCatalog images)
{
    private readonly CodeMap? _code = RuntimeDescription.Current.Code.Value;

    /// <summary>Bytes from the first instruction; -1 when unknown, or when the address is no place in code.</summary>
    public long OffsetOf(CodeAddress address)
    {
        ulong? start = address.Kind switch
        {
            CodeKind.Managed => StartOfMethod(address.Value),
            CodeKind.Native => StartOfSymbol(address.Value),
            _ => null,
        };

        // Code that the compiler moved out of the way may lie below its method.
        return start is { } begin && begin <= address.Value ? (long)(address.Value - begin) : -1;
    }

    private ulong? StartOfMethod(ulong address) => _code is not null && _code.TryFindMethod(address, out MethodCode code) ? code.Start : null;

    private ulong? StartOfSymbol(ulong address)
    {
        ElfImage? image = images.Find(address);
        return image?.Symbols.Find(address) is { } symbol ? image.Bias + symbol.Start : null;
    }
}
