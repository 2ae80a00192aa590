using System.Globalization;
using Pprof.EventPipe.Nettrace;
using Pprof.EventPipe.Rundown;
using Pprof.Format;
using Pprof.Reporting;
using Pprof.Symbolization;
using Pprof.Symbolization.Lines;
using Pprof.Symbolization.Managed;
using Pprof.Unwinding;

namespace Pprof.Conversion.Nettrace;

/// <summary>
/// Makes a profile of a trace that <c>dotnet-trace</c> or another client of EventPipe recorded. Names come from the
/// list of methods at the trace's end, lines from PDBs
/// where the program's files are on this machine.
/// </summary>
internal static class NettraceConverter
{
    public static bool Recognizes(ReadOnlySpan<byte> content) => content.StartsWith("Nettrace"u8);

    /// <param name="content">The file.</param>
    /// <param name="kind">What of it; null for the first there is.</param>
    /// <param name="budget">Pays for stacks and samples.</param>
    /// <exception cref="ProfileFormatException">It is of a version that is not known, or has nothing that makes a
    /// profile.</exception>
    public static ProfileData Convert(byte[] content, TraceKind? kind, ReadBudget budget)
    {
        TraceSamples samples = new(budget);
        NettraceReader reader = new(new MemoryStream(content, writable: false), samples);
        string? fault = Read(reader);
        List<TraceKind> kinds = [.. samples.Kinds];
        TraceKind chosen = kind ?? kinds.FirstOrDefault();
        if (!kinds.Contains(chosen))
        {
            string has = kinds.Count == 0 ? "none of wall, allocs, contention, exceptions"
                : string.Join(", ", kinds).ToLowerInvariant();
            throw new ProfileFormatException($"The trace has no events that make a profile of {(kind is null ? "any kind" : chosen.ToString().ToLowerInvariant())}; it has {has}.{(fault is null ? "" : $" {fault}")}");
        }

        return ToProfile(samples, chosen, [.. Comments(chosen, kinds, reader.Lost, fault)], budget);
    }

    // A trace that was cut off has all events until then; names may be missing.
    private static string? Read(NettraceReader reader)
    {
        try
        {
            reader.ReadToEnd();
            return null;
        }
        catch (NettraceFormatException e) when (reader.Events > 0)
        {
            return e.Message;
        }
        catch (NettraceFormatException e)
        {
            throw new ProfileFormatException(e.Message, e);
        }
    }

    private static IEnumerable<string> Comments(TraceKind kind, List<TraceKind> kinds, long lost, string? fault)
    {
        yield return $"Converted from an EventPipe trace ({kind.ToString().ToLowerInvariant()}).";
        if (kind == TraceKind.Wall)
        {
            yield return "Samples are of every managed thread, running or waiting, taken where the runtime can stop it; they are no CPU time.";
        }

        if (lost > 0)
        {
            yield return $"The trace has lost {lost} events: its buffer was full.";
        }

        if (fault is not null)
        {
            yield return $"The trace is not whole: {fault}";
        }

        foreach (TraceKind other in kinds.Where(other => other != kind))
        {
            yield return $"The trace has {other.ToString().ToLowerInvariant()} too: convert with --kind {other.ToString().ToLowerInvariant()}.";
        }
    }

    private static ProfileData ToProfile(
        TraceSamples samples, TraceKind kind, IReadOnlyList<string> comments, ReadBudget budget)
    {
        RundownSource rundown = new(new MethodTable(samples.Rundown.Methods, samples.Rundown.Modules));
        using ManagedSymbols symbols = new(new RundownMethods(rundown), new SourceLines(new RundownMaps(rundown)));
        Dictionary<ulong, ConvertedFrame> frames = [];
        ProfileBuilder builder = new(TypesOf(kind), budget) { Comments = comments };
        foreach ((SampleKey key, double[] sums) in samples.Of(kind))
        {
            ConvertedFrame[] stack =
                [.. key.Stack.Select((address, i) => Find(kind == TraceKind.Wall && i == 0 ? address : address - 1))];
            builder.Add(stack, kind == TraceKind.Exceptions ? [Round(sums[0])] : [Round(sums[0]), Round(sums[1])],
                LabelsOf(kind, key));
        }

        return builder.ToProfile();

        ConvertedFrame Find(ulong address)
        {
            if (!frames.TryGetValue(address, out ConvertedFrame frame))
            {
                LocationSymbol symbol = symbols.Resolve(CodeAddress.Managed(address));
                frames.Add(address,
                    frame = new ConvertedFrame(symbol.Function!.Name, symbol.Function.FileName, symbol.Line));
            }

            return frame;
        }
    }

    private static IReadOnlyList<SampleType> TypesOf(TraceKind kind) => kind switch
    {
        TraceKind.Wall => [new("samples", "count"), new("wall", "nanoseconds")],
        TraceKind.Allocs => [new("alloc_objects", "count"), new("alloc_space", "bytes")],
        TraceKind.Contention => [new("contentions", "count"), new("delay", "nanoseconds")],
        _ => [new("exceptions", "count")],
    };

    private static Label[] LabelsOf(TraceKind kind, SampleKey key) => kind switch
    {
        TraceKind.Wall =>
            [Label.OfText("state", key.Label),
            Label.OfText("thread", key.Thread.ToString(CultureInfo.InvariantCulture))],
        TraceKind.Contention => [],
        _ => [Label.OfText("type", key.Label)],
    };

    private static long Round(double value) => (long)Math.Clamp(Math.Round(value), 0, long.MaxValue / 2);
}
