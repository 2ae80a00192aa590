using System.Collections.Concurrent;
using Pprof.Unwinding;

namespace Pprof.Symbolization.Async;

/// <summary>The frames of one method, made as they are met. Any thread.</summary>
internal sealed class MethodFrames(FunctionSymbol function, AwaitLines lines)
{
    private readonly ConcurrentDictionary<int, CodeAddress> _byLine = [];

    public CodeAddress At(int state) => _byLine.GetOrAdd(lines.LineOf(state), static (line, function) => KnownFrames.Intern(function, line), function);
}
