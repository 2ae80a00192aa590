using System.Diagnostics;
using Pprof.EndToEnd.Tests.Sampling;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Labels;

/// <summary>Profiles of what runs under a span.</summary>
public sealed class TraceProfileTests
{
    [Fact]
    public void Samples_and_exceptions_carry_the_span_they_belong_to()
    {
        using ActivitySource source = new("Pprof.EndToEnd.TraceProfiles");
        using ActivityListener listener = new()
        {
            ShouldListenTo = one => one == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        ProfileLabels.TraceLabels = true;
        Profiling.Enable(ProfileKinds.Exceptions);
        try
        {
            using CpuRecording recording = CpuRecording.Start();
            using Activity span = source.StartActivity("span")!;
            Load.Burn(400_000_000);
            Assert.Throws<InvalidOperationException>(Fail);
            MemoryStream cpu = new();
            recording.Stop(cpu);
            MemoryStream exceptions = new();
            Profile.Lookup("exceptions")!.WriteTo(exceptions);

            AssertCarries(cpu, "Sampling.Load.", span);
            AssertCarries(exceptions, "TraceProfileTests.Fail", span);
        }
        finally
        {
            ProfileLabels.TraceLabels = false;
            Profiling.Disable(ProfileKinds.Exceptions);
        }
    }

    private static void Fail() => throw new InvalidOperationException();

    private static void AssertCarries(MemoryStream file, string method, Activity span)
    {
        TestSupport.Proto.Profile profile = ProfileOracle.AssertValid(file);
        TestSupport.Proto.Sample[] samples =
            [.. profile.Sample.Where(sample => ProfileOracle.Names(profile, sample).Any(name => name.Contains(method, StringComparison.Ordinal)))];
        Assert.Contains(samples, sample => ProfileOracle.Label(profile, sample, "span_id") == span.SpanId.ToHexString()
            && ProfileOracle.Label(profile, sample, "trace_id") == span.TraceId.ToHexString());
    }
}
