using System.Globalization;
using Pprof.Format;
using Pprof.Labels;
using Pprof.Profiles.Naming;
using Pprof.Profiles.Operations;
using Pprof.Sampling;
using Pprof.Symbolization;
using Pprof.Unwinding;

namespace Pprof.Profiles.Goroutine;

/// <summary>
/// The form for people: a block of text for each thread, below it the async operations that it runs or waits for, then a block for each kind of the others. Names
/// are found block by block under the lock of the parts, and written outside of it.
/// </summary>
internal sealed class GoroutineDump(Stream stream)
{
    private readonly ProfilingParts _parts = ProfilingParts.OfCounts;
    private readonly StackDumpWriter _writer = new(stream);

    /// <summary>Throws what the stream throws.</summary>
    public void Write(GoroutineSnapshot snapshot)
    {
        foreach (string comment in snapshot.Comments)
        {
            _writer.WriteRemark(comment);
        }

        OperationsOfThreads operations = new(snapshot.Tasks, AsyncOperations.IsRunning);
        foreach (ThreadUnit thread in snapshot.Threads)
        {
            Write(thread, operations);
        }

        foreach (AsyncOperation task in operations.Others())
        {
            _writer.BeginBlock(HeaderOf(task));
            WriteFrames(Resolve(task.Frames.Span));
        }

        _writer.Finish();
    }

    private void Write(in ThreadUnit thread, OperationsOfThreads operations)
    {
        List<LocationSymbol> frames = Resolve(thread.Frames.Span);
        _writer.BeginBlock(HeaderOf(thread, frames));
        WriteFrames(frames);
        HashSet<string> names = [.. frames.Select(frame => frame.Function?.Name ?? "")];
        WriteBelow("runs", operations.RunBy(thread, names, task => NameOfLeaf(task)));
        WriteBelow("waits for", operations.AwaitedBy(thread));
    }

    private void WriteBelow(string relation, IReadOnlyList<AsyncOperation> tasks)
    {
        foreach (AsyncOperation task in tasks)
        {
            _writer.BeginInnerBlock($"{relation} {HeaderOf(task)}");
            WriteFrames(Resolve(task.Frames.Span));
        }
    }

    private string NameOfLeaf(AsyncOperation task) => Resolve(task.Frames.Span[..1])[0].Function?.Name ?? "[unknown]";

    private List<LocationSymbol> Resolve(ReadOnlySpan<CodeAddress> frames)
    {
        List<LocationSymbol> symbols = new(frames.Length);
        lock (_parts.Gate)
        {
            foreach (CodeAddress frame in frames)
            {
                symbols.Add(_parts.Symbols.Resolve(frame));
            }
        }

        return symbols;
    }

    private void WriteFrames(List<LocationSymbol> frames)
    {
        foreach (LocationSymbol frame in frames)
        {
            _writer.WriteFrame(frame.Function?.Name ?? "[unknown]", frame.Function?.FileName ?? "", frame.Line);
        }
    }

    private static string HeaderOf(ThreadUnit thread, List<LocationSymbol> frames)
    {
        bool isSilent = thread.Frames.Span[0] == CodeAddress.Marker(StackMarker.NoAnswer);
        string state = isSilent ? "no answer" : ThreadActivity.Of(thread.Wait, frames.Select(frame => frame.Function));
        string name = ThreadNames.Of(thread.Thread.OsId) is { Length: > 0 } known ? $", name {QuotedText.Quote(known)}" : "";
        string id = thread.Thread.OsId == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", os {thread.Thread.OsId}");
        return string.Create(CultureInfo.InvariantCulture, $"thread {thread.Thread.ManagedId} [{state}{AgeOf(thread)}{id}{name}{LabelsOf(thread.Labels)}]");
    }

    private static string HeaderOf(AsyncOperation task)
    {
        string others = task.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {task.Count} alike");
        return string.Create(CultureInfo.InvariantCulture, $"task {task.Facts.Id} [{task.State}{AgeOf(task.Facts)}{others}{LabelsOf(task.Labels)}]");
    }

    private static string AgeOf(ThreadUnit thread) => thread.Wait.IsWaiting ? Part(", ", thread.Age) : "";

    private static string AgeOf(in OperationFacts task) => task.IsWait ? Part(", ", task.Age) : Part(", started ", task.Age, " ago");

    private static string Part(string before, TimeSpan age, string after = "") => Age.TextOf(age) is { Length: > 0 } text ? before + text + after : "";

    private static string LabelsOf(LabelSet labels)
    {
        if (labels.Pairs.IsEmpty)
        {
            return "";
        }

        List<string> pairs = [];
        foreach ((string key, string value) in labels.Pairs)
        {
            pairs.Add($"{QuotedText.Quote(key)}: {QuotedText.Quote(value)}");
        }

        return $", labels:{{{string.Join(", ", pairs)}}}";
    }
}
