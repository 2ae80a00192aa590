using Pprof.Symbolization;
using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Recognises the managed half of exception handling, which searches and calls handlers. What handlers and filters themselves do is
/// the program's. Owner of the parts.
/// </summary>
internal sealed class ExceptionCode(ISymbolSource symbols)
{
    // From a helper at the leaf to the first method of the kind: span and list helpers are one or two calls deep.
    private const int MostHelpers = 4;
    private const int MostRemembered = 1 << 14;

    private static readonly string[] s_types = ["System.Runtime.EH.", "System.Runtime.StackFrameIterator.", "System.Runtime.ExInfo."];

    private static readonly Answer s_native = new(false, true);

    private readonly Dictionary<ulong, Answer> _known = [];

    /// <summary>Whether the leaf is that code, or a helper that it called.</summary>
    public bool RunsIn(ReadOnlySpan<CodeAddress> stack)
    {
        for (int i = 0; i < stack.Length && i < MostHelpers; i++)
        {
            (bool handles, bool helps) = Of(stack[i]);
            if (handles || !helps)
            {
                return handles;
            }
        }

        return false;
    }

    private Answer Of(CodeAddress address)
    {
        if (address.Kind is not (CodeKind.Managed or CodeKind.Method))
        {
            return s_native;
        }

        if (!_known.TryGetValue(address.Bits, out Answer? answer))
        {
            LocationSymbol symbol = symbols.Resolve(address);
            string name = symbol.Function?.Name ?? "";
            answer = new Answer(Array.Exists(s_types, type => name.StartsWith(type, StringComparison.Ordinal)), name.StartsWith("System.", StringComparison.Ordinal));
            Remember(address, answer, symbol.IsTransient);
        }

        return answer;
    }

    private void Remember(CodeAddress address, Answer answer, bool isTransient)
    {
        if (_known.Count >= MostRemembered)
        {
            _known.Clear();
        }

        if (!isTransient)
        {
            _known[address.Bits] = answer;
        }
    }

    private sealed record Answer(bool Handles, bool Helps);
}
