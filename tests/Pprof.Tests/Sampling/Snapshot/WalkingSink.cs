using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Unwinding;

namespace Pprof.Tests.Sampling.Snapshot;

/// <summary>Walks what it is given and keeps the last.</summary>
internal sealed class WalkingSink : ISnapshotSink
{
    private readonly StackUnwinder _unwinder = StackUnwinder.Create();

    public Exception? Failure { get; init; }

    public int Threads { get; private set; }

    public int NoAnswers { get; private set; }

    public SystemCall Wait { get; private set; }

    public CodeAddress[] Frames { get; private set; } = [];

    public IEnumerable<CodeAddress> ManagedFrames => Frames.SkipWhile(IsNative).Reverse().SkipWhile(IsNative).Reverse();

    public void OnThread(in RuntimeThread thread, SystemCall wait, in RawStack stack)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        CodeAddress[] frames = new CodeAddress[StackUnwinder.MaxFrames];
        Frames = frames[.._unwinder.Unwind(stack, frames, out _)];
        Wait = wait;
        Threads++;
    }

    public void OnNoAnswer(in RuntimeThread thread) => NoAnswers++;

    private static bool IsNative(CodeAddress frame) => frame.Kind == CodeKind.Native;
}
