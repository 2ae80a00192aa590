using Pprof.Images;
using Pprof.Runtime;
using Pprof.Symbolization;
using Pprof.Unwinding;

namespace Pprof.Profiles.Naming;

/// <summary>
/// The function at an address that somebody asks about. The address may be anything: the runtime, which trusts what it is asked, is asked only about
/// what its own tables, read fault-proof, call the code of a method. Code compiled ahead of time for a method that has never been called has no method
/// there yet, and the question would end the process; neither has glue. Any thread; one at a time.
/// </summary>
internal static class AddressNames
{
    private static readonly CodeMap? s_code = RuntimeDescription.Current.Code.Value;

    /// <summary>Null when no function is known to be there.</summary>
    public static string? Find(ulong address)
    {
        // Text forms show the number of a meaning where there is no address, as of an await.
        if (new CodeAddress(address) is { Kind: CodeKind.Known } known)
        {
            return NameOf(KnownFrames.Find(known));
        }

        MethodCode code = default;
        bool isMethod = s_code is not null && s_code.TryFindMethod(address, out code);
        if (code.Kind != MethodCodeKind.None && !(isMethod && code.MethodDesc != 0))
        {
            return null;
        }

        ProfilingParts parts = ProfilingParts.OfCounts;
        lock (parts.Gate)
        {
            return NameOf(parts.Symbols.Resolve(isMethod ? CodeAddress.Managed(address) : CodeAddress.Native(address)));
        }
    }

    private static string? NameOf(LocationSymbol? symbol) =>
        symbol?.Function is { IsWholeImage: false, Name: not ['[', ..] and var name } ? name : null;
}
