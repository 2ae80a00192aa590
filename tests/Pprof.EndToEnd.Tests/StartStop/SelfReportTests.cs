using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using Pprof.EndToEnd.Tests.Sampling;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.StartStop;

/// <summary>What the library tells of itself, read as any program would read it.</summary>
public sealed class SelfReportTests
{
    [Fact]
    public void Metrics_count_samples_their_time_and_what_they_cost()
    {
        using Metrics metrics = new();
        using CpuRecording recording = CpuRecording.Start();
        double before = metrics.Read("pprof.cpu.sampled_time");
        Load.OnThreads(2, () => Load.Burn(500_000_000));
        Patience.Until("the samples are counted", () => metrics.Read("pprof.cpu.sampled_time") - before > 0.5);

        Assert.Equal(1, metrics.Read("pprof.cpu.recordings"));
        Assert.InRange(metrics.Read("pprof.cpu.own_time"), 1e-6, 1e6);
        Assert.True(metrics.Read("pprof.cpu.samples") > 0);
        Assert.InRange(metrics.Read("pprof.cpu.lost_time"), 0, 1e6);
        double own = metrics.Read("pprof.cpu.own_time");
        recording.Dispose();
        Assert.Equal(0, metrics.Read("pprof.cpu.recordings"));
        Assert.True(metrics.Read("pprof.cpu.own_time") >= own);
    }

    // The answer to "why do I see nothing?" comes first, before anything happens.
    [Fact]
    public void Whoever_begins_to_listen_is_told_the_state_and_then_what_happens()
    {
        Profiling.Disable(ProfileKinds.ThreadCreate);
        using CpuRecording first = CpuRecording.Start();
        using Events events = new();
        Assert.Contains(events.Texts, text => text.Contains("CPU profiles: possible.\n", StringComparison.Ordinal)
            && text.Contains("CPU recordings going on: 1", StringComparison.Ordinal)
            && text.Contains("ThreadCreate: is not recorded. Call Profiling.Enable(ProfileKinds.ThreadCreate).", StringComparison.Ordinal));

        using CpuRecording second = CpuRecording.Start(new CpuProfileOptions { Frequency = 19 });
        second.Dispose();

        Assert.Contains("RecordingStarted Auto 19 2", events.Texts);
        Assert.Contains("RecordingEnded 1", events.Texts);
    }

    private sealed class Metrics : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, double> _values = [];

        public Metrics()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Pprof")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Add(instrument, value));
            _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
            _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument, value));
            _listener.Start();
        }

        /// <summary>Sum over all tags; zero when it does not exist yet.</summary>
        public double Read(string name)
        {
            _values.Clear();
            _listener.RecordObservableInstruments();
            return _values.GetValueOrDefault(name);
        }

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value) =>
            _values[instrument.Name] = _values.GetValueOrDefault(instrument.Name) + value;
    }

    private sealed class Events : EventListener
    {
        private readonly ConcurrentQueue<string> _texts = new();

        public IReadOnlyCollection<string> Texts => _texts;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "Pprof")
            {
                EnableEvents(eventSource, EventLevel.Informational);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            _texts.Enqueue($"{eventData.EventName} {string.Join(' ', eventData.Payload!)}");
    }
}
