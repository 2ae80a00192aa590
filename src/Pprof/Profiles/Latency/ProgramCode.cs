using System.Reflection;
using Pprof.Profiles.Naming;
using Pprof.Runtime;
using Pprof.Symbolization;
using Pprof.Symbolization.Naming;
using Pprof.Unwinding;

namespace Pprof.Profiles.Latency;

/// <summary>
/// Whether a stack is of work that the program does. An idle server has operations in flight all the time (connections that wait for a request, timers, the program's
/// entry method that waits for the end): framework code, and the entry method alone. One thread.
/// </summary>
internal sealed class ProgramCode(ProfilingParts parts)
{
    private const int MostKnown = 1 << 16;
    private const BindingFlags Declared = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private static readonly HashSet<string> s_entries = [.. Entries()];
    private readonly Dictionary<CodeAddress, (string Name, bool IsWork)> _known = [];

    public bool IsWork(ReadOnlySpan<CodeAddress> frames)
    {
        foreach (CodeAddress frame in frames)
        {
            if (Of(frame).IsWork)
            {
                return true;
            }
        }

        return false;
    }

    public string NameOf(CodeAddress frame) => Of(frame).Name;

    public FunctionSymbol? FunctionOf(CodeAddress frame)
    {
        lock (parts.Gate)
        {
            return parts.Symbols.Resolve(frame).Function;
        }
    }

    private (string Name, bool IsWork) Of(CodeAddress frame)
    {
        if (!_known.TryGetValue(frame, out (string Name, bool IsWork) known))
        {
            if (_known.Count == MostKnown)
            {
                _known.Clear();
            }

            FunctionSymbol? function = FunctionOf(frame);
            bool isWork = function is { Module.Origin: CodeOrigin.Program or CodeOrigin.Package } && !s_entries.Contains(function.Name);
            _known.Add(frame, known = (function?.Name ?? "[unknown]", isWork));
        }

        return known;
    }

    // An async entry method, or one without a class around it, has another one around it.
    private static IEnumerable<string> Entries() =>
        Assembly.GetEntryAssembly()?.EntryPoint?.DeclaringType is not { } type ? []
            : type.GetMethods(Declared).Where(method => method.Name is "Main" or "<Main>" or "<Main>$").Select(method => MethodNames.Readable(method));
}
