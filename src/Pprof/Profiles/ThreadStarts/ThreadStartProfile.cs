using System.Diagnostics.Tracing;
using Pprof.EventPipe.Hub;
using Pprof.Profiles.Catalog;
using Pprof.Profiles.Events;
using Pprof.Profiles.Naming;
using Pprof.Unwinding;

namespace Pprof.Profiles.ThreadStarts;

/// <summary>
/// The profile <c>threadcreate</c>: stacks that started threads while <see cref="ProfileKinds.ThreadCreate"/> was enabled. The starting thread pays for an
/// event with its stack; everything else happens on <c>pprof event decoder</c>.
/// </summary>
internal sealed class ThreadStartProfile(EventHub hub) : IProfileSource, IProfileSwitch, IEventSink
{
    public const string Name = "threadcreate";

    // The events of this keyword and level are two for each thread; the one that its creator raises has the stack.
    private const long ThreadTransferKeyword = 0x80000000;
    private const int ThreadCreating = 70;

    private readonly EventRecording _recording = new(hub, new EventRecordingState("Thread starts", ProfileKinds.ThreadCreate));
    private readonly CodeAddress[] _frames = new CodeAddress[EventFrames.MostFrames];
    private readonly ThreadStartFrames _starts = new();
    private readonly OwnStacks _own = new();
    private EventSubscription? _subscription;
    private EventFrames? _translator;

    public ProfileKinds Kind => ProfileKinds.ThreadCreate;

    public ProfileKinds Needs => Kind;

    public int Count => _recording.Count;

    public string? TryEnable()
    {
        _subscription ??= new EventSubscription(EventSubscription.Runtime, ThreadTransferKeyword, EventLevel.Informational, [ThreadCreating], this);
        _translator ??= new EventFrames();
        return _recording.TryEnable(_subscription);
    }

    public void Disable() => _recording.Disable();

    public void OnEvent(in StackedEvent stackedEvent)
    {
        int count = _translator!.Translate(stackedEvent.Stack, _frames);
        ReadOnlySpan<CodeAddress> stack = _frames.AsSpan(0, count);
        if (_own.Contains(stack))
        {
            _recording.LeaveOut();
        }
        else
        {
            _recording.Add(_starts.WithoutThread(stack), EventRecording.LabelsOf(stackedEvent), 1);
        }
    }

    public void WriteTo(Stream stream, int debug) =>
        StackProfile.OfCounts(Name, _recording.Collect(), "events.md#threadcreate").WriteTo(stream, debug, Name);
}
