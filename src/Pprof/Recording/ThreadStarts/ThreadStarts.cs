using System.Diagnostics.Tracing;
using Pprof.EventPipe.Hub;
using Pprof.Unwinding;

namespace Pprof.Recording;

/// <summary>
/// The profile <c>threadcreate</c>: stacks that started threads while <see cref="ProfileKinds.ThreadCreate"/> was enabled. The starting thread pays for an
/// event with its stack; everything else happens on the hub's decoding thread.
/// </summary>
internal sealed class ThreadStarts(EventHub hub) : IProfileSource, IProfileSwitch, IEventSink
{
    public const string Name = "threadcreate";

    // The events of this keyword and level are two for each thread; the one that its creator raises has the stack.
    private const long ThreadTransferKeyword = 0x80000000;
    private const int ThreadCreating = 70;

    // Ten turns of the runtime's writing thread and more.
    private static readonly TimeSpan s_flushTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly ThreadStartState _state = new();
    private readonly StackCounts _counts = new();
    private readonly CodeAddress[] _frames = new CodeAddress[EventFrames.MostFrames];
    private readonly ThreadStartFrames _starts = new();
    private EventSubscription? _subscription;
    private EventFrames? _translator;

    public static ThreadStarts Shared { get; } = new(EventHub.Shared);

    public ProfileKinds Kind => ProfileKinds.ThreadCreate;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _counts.Count;
            }
        }
    }

    public string? TryEnable()
    {
        _subscription ??= new EventSubscription(EventSubscription.Runtime, ThreadTransferKeyword, EventLevel.Informational, [ThreadCreating], this);
        _translator ??= new EventFrames();
        string? reason = hub.TrySubscribe(_subscription);
        lock (_gate)
        {
            _state.OnEnabled(reason, hub.Lost);
        }

        return reason is null ? null : ThreadStartState.Sentence(reason);
    }

    public void Disable()
    {
        hub.Unsubscribe(_subscription!);
        lock (_gate)
        {
            _state.OnDisabled(hub.Lost, hub.Fault);
        }
    }

    public void OnEvent(in StackedEvent stackedEvent)
    {
        int count = _translator!.Translate(stackedEvent.Stack, _frames);
        ReadOnlySpan<CodeAddress> stack = _starts.WithoutThread(_frames.AsSpan(0, count));
        lock (_gate)
        {
            _counts.Add(stack);
        }
    }

    public void WriteTo(Stream stream, int debug)
    {
        bool isWhole = hub.Flush(s_flushTimeout);
        CountProfile.WriteTo(stream, debug, Name, Collect(isWhole));
    }

    private CountedStacks Collect(bool isWhole)
    {
        CountedStacks stacks = new();
        lock (_gate)
        {
            _counts.CopyTo(stacks);
            stacks.Comments.AddRange(_state.Tell(hub.Lost, hub.Fault, isWhole));
        }

        return stacks;
    }
}
