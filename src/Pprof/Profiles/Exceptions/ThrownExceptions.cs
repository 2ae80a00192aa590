using System.Diagnostics.Tracing;
using System.Runtime.InteropServices;
using Pprof.Aggregation;
using Pprof.EventPipe.Hub;
using Pprof.Format;
using Pprof.Labels;
using Pprof.Profiles.Catalog;
using Pprof.Profiles.Events;
using Pprof.Profiles.Naming;
using Pprof.Unwinding;

namespace Pprof.Profiles.Exceptions;

/// <summary>
/// The profile <c>exceptions</c>: exceptions thrown while <see cref="ProfileKinds.Exceptions"/> was enabled, by type and stack. The throwing thread pays for an
/// event with its stack; everything else happens on <c>pprof event decoder</c>.
/// </summary>
internal sealed class ThrownExceptions(EventHub hub) : IProfileSource, IProfileSwitch, IEventSink
{
    public const string Name = "exceptions";

    private const long ExceptionKeyword = 0x8000;

    // At a lower level there are events for each handler as well.
    private const EventLevel ThrownOnly = EventLevel.Error;
    private const int ExceptionThrown = 80;

    private static readonly SampleType s_thrown = new(Name, "count");
    private static readonly SampleType s_rethrown = new("rethrows", "count");

    private readonly EventRecording _recording = new(hub, new EventRecordingState("Exceptions", ProfileKinds.Exceptions), valueCount: 2);
    private readonly CodeAddress[] _frames = new CodeAddress[EventFrames.MostFrames];
    private readonly ThrowFrames _throws = new();
    private readonly OwnStacks _own = new();
    private readonly ExceptionTypes _types = new();
    private EventSubscription? _subscription;
    private EventFrames? _translator;
    private FaultSites? _faults;

    public ProfileKinds Kind => ProfileKinds.Exceptions;

    public ProfileKinds Needs => Kind;

    public int Count => _recording.Count;

    public string? TryEnable()
    {
        _subscription ??= new EventSubscription(EventSubscription.Runtime, ExceptionKeyword, ThrownOnly, [ExceptionThrown], this);
        _translator ??= new EventFrames();
        _faults ??= new FaultSites(_throws.Roles);
        return _recording.TryEnable(_subscription);
    }

    public void Disable() => _recording.Disable();

    public void OnEvent(in StackedEvent stackedEvent)
    {
        ReadOnlySpan<char> type = TypeIn(stackedEvent.Payload);
        int count = _translator!.Translate(_faults!.ReturnAddresses(stackedEvent.Stack, type), _frames);
        ReadOnlySpan<CodeAddress> stack = _throws.Clean(_frames.AsSpan(0, count), out bool isForwarded);
        if (_own.ContainsAlone(stack))
        {
            _recording.LeaveOut();
            return;
        }

        LabelSet labels = _types.With(type, EventRecording.LabelsOf(stackedEvent));
        _recording.Add(stack, labels, isForwarded ? 0 : 1, isForwarded ? 1 : 0);
    }

    public void WriteTo(Stream stream, int debug)
    {
        CountedStacks stacks = _recording.Collect();
        stacks.Comments.AddRange(Tell());
        new StackProfile(stacks, s_thrown, s_rethrown) { DefaultType = Name, SortedBy = 0, DocumentationPage = "exceptions.md" }
            .WriteTo(stream, debug, Name);
    }

    private static string[] Tell() => ThrowFrames.NotKnownReason is { } reason ? [$"Rethrows are not known: {reason}."] : [];

    // The type comes first: UTF-16 up to a zero. A payload that has none has no type.
    private static ReadOnlySpan<char> TypeIn(ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<char> text = MemoryMarshal.Cast<byte, char>(payload);
        return text[..Math.Max(0, text.IndexOf('\0'))];
    }
}
