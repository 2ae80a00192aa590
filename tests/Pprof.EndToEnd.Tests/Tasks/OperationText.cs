using System.Diagnostics;
using Pprof.Profiles.Naming;
using Pprof.Profiles.Operations;
using Pprof.Symbolization;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>
/// Async operations as text: count, state, and the frames from leaf to root. A frame of the tests' own is its method and "await" when its line is
/// that of the await, its line otherwise.
/// </summary>
internal static class OperationText
{
    private const string Own = "Pprof.EndToEnd.Tests.Tasks.";

    /// <summary>The operations that a method of that name takes part in, sorted.</summary>
    public static string[] Of(string method) => [.. AsyncOperations.Collect().Where(one => Has(one, method)).Select(Text).Order(StringComparer.Ordinal)];

    /// <summary>Fails when the operations are others. Those whose threads are still on the way there are waited for.</summary>
    public static void AssertOperations(string method, params string[] expected)
    {
        Stopwatch watch = Stopwatch.StartNew();
        string[] actual = Of(method);
        while (!actual.SequenceEqual(expected) && watch.Elapsed < TimeSpan.FromSeconds(10))
        {
            Thread.Yield();
            actual = Of(method);
        }

        Assert.Equal(expected, actual);
    }

    public static bool Has(AsyncOperation operation, string method) =>
        operation.Frames.ToArray().Select(Name).Any(
            name => name.StartsWith(Own, StringComparison.Ordinal) && name.EndsWith($".{method}", StringComparison.Ordinal));

    private static string Text(AsyncOperation operation) =>
        $"{operation.Count} {operation.State}: {string.Join(" < ", operation.Frames.ToArray().Select(Text))}";

    private static string Text(CodeAddress frame)
    {
        LocationSymbol symbol = Resolve(frame);
        string name = Name(frame);
        if (!name.StartsWith(Own, StringComparison.Ordinal))
        {
            return name;
        }

        string member = name[Own.Length..];
        // The part of an async lambda that only starts it has no lines of its own.
        if (!symbol.Function!.FileName.EndsWith(".cs", StringComparison.Ordinal) || symbol.Function.StartLine == 0)
        {
            return $"{member}:?";
        }

        return $"{member}:{(Places.IsAwaitOf(member.Split('.', '<')[1], symbol.Line) ? "await" : symbol.Line - symbol.Function.StartLine)}";
    }

    private static string Name(CodeAddress frame) => Resolve(frame).Function!.Name;

    // A method that the runtime itself has suspended is an address of its code.
    private static LocationSymbol Resolve(CodeAddress frame) => frame.Kind switch
    {
        CodeKind.Known => KnownFrames.Resolve(frame),
        CodeKind.Managed => ProfilingParts.OfCounts.Symbols.Resolve(frame),
        _ => MarkerSymbols.Resolve(frame),
    };
}
