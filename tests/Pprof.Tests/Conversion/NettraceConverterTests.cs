using System.Runtime.CompilerServices;
using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Pprof.Conversion;
using Pprof.Conversion.Nettrace;
using Pprof.EventPipe;
using Pprof.Format;
using Pprof.Tests.Format;
using Xunit;

namespace Pprof.Tests.Conversion;

/// <summary>
/// A trace of this process, as <c>dotnet-trace</c> records one, becomes the profiles that TraceEvent counts in it.
/// </summary>
public sealed class NettraceConverterTests
{
    private const long Exceptions = 0x8000;
    private const long Contention = 0x4000;
    private const long Collections = 0x1;

    // What dotnet-trace asks for by default.
    private const long Rundown = 0x80020139;

    private static readonly Lazy<byte[]> s_trace = new(Record);
    private static readonly Guid s_sampler = new("3c530d44-97ae-513a-1e6d-783e8f8e03a9");

    [Fact]
    public void Samples_are_as_many_as_TraceEvent_counts_and_their_time_is_that_of_the_threads()
    {
        ProfileData profile = Convert(TraceKind.Wall);
        Counts counts = Counts.Of(s_trace.Value);

        Assert.Equal(counts.Samples, profile.Samples.Sum(sample => sample.Values[0]));
        Assert.InRange(
            profile.Samples.Sum(sample => sample.Values[1]), counts.ThreadMilliseconds * 0.99e6,
            (counts.ThreadMilliseconds * 1.01e6) + (counts.Threads * 20e6));
        Assert.Contains(
            profile.Samples, sample =>
            Names(sample)
            .Any(name => name.EndsWith($"{nameof(NettraceConverterTests)}.{nameof(Spin)}", StringComparison.Ordinal)));
        Assert.All(profile.Samples, sample => Assert.Contains(sample.Labels, label => label.Key == "thread"));
    }

    [Fact]
    public void Functions_have_files_and_lines_where_their_symbols_are_here()
    {
        Location spin = Convert(TraceKind.Wall).Locations.First(
            location => location.Lines[0].Function.Name.EndsWith("." + nameof(Spin), StringComparison.Ordinal));

        Assert.EndsWith("NettraceConverterTests.cs", spin.Lines[0].Function.FileName, StringComparison.Ordinal);
        Assert.True(spin.Lines[0].LineNumber > 0);
    }

    [Fact]
    public void Exceptions_are_those_that_TraceEvent_counts_by_type()
    {
        ProfileData profile = Convert(TraceKind.Exceptions);
        var ours = profile.Samples.GroupBy(sample => sample.Labels.Single(label => label.Key == "type").Text)
            .ToDictionary(group => group.Key, group => group.Sum(sample => sample.Values[0]));

        Assert.Equal(Counts.Of(s_trace.Value).Exceptions.OrderBy(pair => pair.Key), ours.OrderBy(pair => pair.Key));
        Assert.Equal(30, ours["System.InvalidCastException"]);
        Assert.All(
            profile.Samples.Where(sample => sample.Labels.Any(label => label.Text == "System.InvalidCastException")),
            sample => Assert.Contains(
                Names(sample), name => name.EndsWith("." + nameof(Throw), StringComparison.Ordinal)));
    }

    [Fact]
    public void Waits_are_those_that_TraceEvent_measures()
    {
        ProfileData profile = Convert(TraceKind.Contention);
        Counts counts = Counts.Of(s_trace.Value);

        // A wait that began before the trace has an end and no stack.
        Assert.InRange(profile.Samples.Sum(sample => sample.Values[0]), counts.Waits - 3, counts.Waits);
        Assert.InRange(
            profile.Samples.Sum(sample => sample.Values[1]), counts.WaitNanoseconds * 0.9,
            counts.WaitNanoseconds + 1000);
    }

    [Fact]
    public void Allocations_are_the_bytes_that_TraceEvent_adds_up()
    {
        ProfileData profile = Convert(TraceKind.Allocs);

        Assert.InRange(
            profile.Samples.Sum(sample => sample.Values[1]), Counts.Of(s_trace.Value).AllocatedBytes - 1000,
            Counts.Of(s_trace.Value).AllocatedBytes + 1000);
        Assert.Contains(
            profile.Samples, sample =>
            sample.Labels.Any(label => label.Text.Contains("Byte[]", StringComparison.Ordinal)));
    }

    [Fact]
    public void First_kind_is_taken_and_the_others_are_named()
    {
        ProfileData profile = ProfileConverter.Read(s_trace.Value, ReadLimits.Default, null, out _);

        Assert.Equal(["samples", "wall"], profile.SampleTypes.Select(type => type.Type));
        Assert.Contains(profile.Comments, comment => comment.Contains("--kind exceptions", StringComparison.Ordinal));
    }

    [Fact]
    public void Trace_that_was_cut_off_has_what_came_before_and_says_so()
    {
        byte[] half = s_trace.Value[..(s_trace.Value.Length / 2)];
        ProfileData profile = ProfileConverter.Read(half, ReadLimits.Default, null, out _);

        Assert.NotEmpty(profile.Samples);
        Assert.Contains(
            profile.Comments, comment => comment.StartsWith("The trace is not whole", StringComparison.Ordinal));
    }

    [Fact]
    public void Damaged_traces_are_read_or_refused_and_nothing_else()
    {
        byte[] small = Pprof.Tests.EventPipe.RecordedStream.Few;
        byte[][] seeds = [small, s_trace.Value[..40_000]];
        ReadLimits limits = new(Bytes: 1 << 20, MemoryBytes: 32 << 20);
        Random random = new(20_261_131);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] file = Mutation.Of(seeds, random);
            try
            {
                ProfileConverter.Read(file, limits, null, out _);
            }
            catch (ProfileFormatException)
            {
            }
        }
    }

    private static ProfileData Convert(TraceKind kind) =>
        ProfileConverter.Read(s_trace.Value, ReadLimits.Default, kind, out _);

    private static IEnumerable<string> Names(Sample sample) =>
        sample.Locations.Select(location => location.Lines[0].Function.Name);

    private static byte[] Record()
    {
        EventPipeProvider[] providers =
        [
            new("Microsoft-DotNETCore-SampleProfiler", EventLevel.Informational),
            new("Microsoft-Windows-DotNETRuntime", EventLevel.Verbose, Exceptions | Contention | Collections),
        ];
        EventPipeSessionConfiguration configuration = new(
            providers, circularBufferSizeMB: 64, rundownKeyword: Rundown, requestStackwalk: true);
        using DiagnosticsSession session = DiagnosticsSession.TryStart(
            configuration, 64 << 20, out string? reason) ?? throw new InvalidOperationException(reason);
        Work();
        if (!session.TryStop(TimeSpan.FromSeconds(60)))
        {
            throw new InvalidOperationException("the session did not stop");
        }

        using MemoryStream copy = new();
        session.Events.CopyTo(copy);
        return copy.ToArray();
    }

    private static void Work()
    {
        for (int i = 0; i < 30; i++)
        {
            Throw();
        }

        Wait();
        List<byte[]> held = [.. Enumerable.Range(0, 200).Select(_ => new byte[20_000])];
        GC.KeepAlive(held);
        Spin(200_000_000);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw()
    {
        try
        {
            throw new InvalidCastException();
        }
        catch (InvalidCastException)
        {
        }
    }

    private static void Wait()
    {
        object gate = new();
        using ManualResetEventSlim isHeld = new();
        Thread holder = new(() =>
        {
            lock (gate)
            {
                isHeld.Set();
                Thread.Sleep(50);
            }
        });
        holder.Start();
        isHeld.Wait();
        lock (gate)
        {
        }

        holder.Join();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Spin(int rounds)
    {
        double sum = 0;
        for (int i = 0; i < rounds; i++)
        {
            sum += i % 7;
        }

        return sum;
    }

    /// <summary>What TraceEvent finds in a trace.</summary>
    private sealed class Counts
    {
        public long Samples { get; private set; }

        public double ThreadMilliseconds { get; private set; }

        public int Threads { get; private set; }

        public Dictionary<string, long> Exceptions { get; } = [];

        public long Waits { get; private set; }

        public double WaitNanoseconds { get; private set; }

        public double AllocatedBytes { get; private set; }

        public static Counts Of(byte[] trace)
        {
            Counts counts = new();
            Dictionary<int, (double First, double Last)> threads = [];
            using EventPipeEventSource source = new(new MemoryStream(trace));
            source.AllEvents += sample =>
            {
                if (sample.ProviderName != "Microsoft-DotNETCore-SampleProfiler" && sample.ProviderGuid != s_sampler)
                {
                    return;
                }

                counts.Samples++;
                double first = threads.TryGetValue(sample.ThreadID, out (double First, double Last) seen) ? seen.First
                    : sample.TimeStampRelativeMSec;
                threads[sample.ThreadID] = (first, sample.TimeStampRelativeMSec);
            };
            source.Clr.ExceptionStart += one =>
                counts.Exceptions[one.ExceptionType] = counts.Exceptions.GetValueOrDefault(one.ExceptionType) + 1;
            source.Clr.ContentionStop += one =>
                (counts.Waits, counts.WaitNanoseconds) = (counts.Waits + 1, counts.WaitNanoseconds + one.DurationNs);
            source.Clr.GCAllocationTick += one => counts.AllocatedBytes += one.AllocationAmount64;
            source.Process();
            counts.Threads = threads.Count;
            counts.ThreadMilliseconds = threads.Values.Sum(thread => thread.Last - thread.First);
            return counts;
        }
    }
}
