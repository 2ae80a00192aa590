using Pprof.RuntimeWork;
using Pprof.Unwinding;

namespace Pprof.Symbolization;

/// <summary>The frames that say what the runtime was doing.</summary>
internal static class WorkSymbols
{
    private static readonly FunctionSymbol[] s_symbols =
        [.. KnownWork.All.Select(work => new FunctionSymbol(work.Name, work.Description))];

    public static LocationSymbol Resolve(CodeAddress address) => new(s_symbols[address.WorkIndex], 0, IsTransient: false);
}
