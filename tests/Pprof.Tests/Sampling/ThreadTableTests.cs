using System.Globalization;
using System.Runtime.InteropServices;
using Pprof.Interop;
using Pprof.Sampling;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Sampling;

public sealed unsafe partial class ThreadTableTests : IDisposable
{
    private static readonly SharedWords* s_words = (SharedWords*)AnonymousMemory.Map(4096);

    // A period nobody lives to see: these tests are about timers being there, not about samples.
    private const long Period = 3_600_000_000_000;

    private const nint SYS_set_robust_list = 273;

    private readonly ThreadTable _table;

    public ThreadTableTests()
    {
        ActivationSignal.Install();
        _table = new ThreadTable(s_words, Period, new FrameChains(null));
        _table.Scan();
    }

    public void Dispose() => _table.Dispose();

    [Fact]
    public void First_scan_finds_the_calling_thread_with_timer_and_stack()
    {
        SampledThread self = Find(Libc.GetThreadId())!;
        ulong local = 0;
        Assert.True(self.Timer.Exists);
        Assert.InRange((ulong)&local, self.Block->StackLow, self.Block->StackHigh);
    }

    [Fact]
    public void New_thread_is_found_by_the_next_scan()
    {
        using Sleeper sleeper = new();
        Assert.Null(Find(sleeper.ThreadId));
        Assert.True(_table.Scan());
        SampledThread thread = Find(sleeper.ThreadId)!;
        Assert.True(thread.Timer.Exists);
        Assert.InRange(sleeper.StackAddress, thread.Block->StackLow, thread.Block->StackHigh);
    }

    // What a thread looks like between its creation and its first instruction.
    [Fact]
    public void Stack_of_a_thread_found_before_it_ran_is_found_by_later_scans()
    {
        ulong head;
        nuint length;
        Assert.Equal(0, Libc.GetRobustList(Libc.GetThreadId(), &head, &length));
        _table.Dispose();
        using ThreadTable table = new(s_words, Period, new FrameChains(null));
        Assert.Equal(0, SetRobustList(SYS_set_robust_list, 0, length));
        table.Scan();
        SampledThread self = table.Living.Single(thread => thread.Task.Id == Libc.GetThreadId());
        Assert.False(self.HasBounds);
        Assert.Equal(0, SetRobustList(SYS_set_robust_list, (nint)head, length));
        table.Scan();
        Assert.True(self.HasBounds);
    }

    // As with every stack since glibc 2.42: others share its mapping.
    [Fact]
    public void Stack_is_told_from_the_rest_of_its_mapping()
    {
        const nuint Stack = 256 << 10;
        byte* memory = AnonymousMemory.Map(4 * Stack);
        ulong start = (ulong)memory + (2 * Stack);
        nint thread = StartSleepingThread(start, Stack);
        SampledThread? found = null;
        Patience.Until("it is found", () => Scan(start, Stack, out found));
        Assert.Equal(start, found!.Block->StackLow);
        Assert.Equal(0, JoinThread(thread, null));
        AnonymousMemory.Unmap(memory, 4 * Stack);
    }

    [Fact]
    public void Timer_of_a_thread_that_ended_is_swept()
    {
        int threadId;
        ulong value;
        using (Sleeper sleeper = new())
        {
            threadId = sleeper.ThreadId;
            _table.Scan();
            value = SignalValue.Of(Find(threadId)!.Block);
            Assert.Contains(value, TimerValues());
        }

        Patience.Until("it has ended", () => !Directory.Exists($"/proc/self/task/{threadId}"));
        _table.Scan();
        Assert.Null(Find(threadId));
        Assert.DoesNotContain(value, TimerValues());
        Assert.Contains(_table.Departed, thread => thread.Task.Id == threadId);
    }

    [Fact]
    public void Threads_there_at_the_start_are_grown_and_those_found_later_young()
    {
        using Sleeper sleeper = new();
        _table.Scan();
        Assert.False(Find(Libc.GetThreadId())!.IsYoung);
        Assert.True(Find(sleeper.ThreadId)!.IsYoung);
    }

    [Fact]
    public void Young_thread_is_grown_after_a_tenth_of_a_second()
    {
        using Sleeper sleeper = new();
        _table.Scan();
        SampledThread thread = Find(sleeper.ThreadId)!;
        Assert.True(SpinWait.SpinUntil(() => thread.IsGrown, TimeSpan.FromSeconds(60)));
        thread.Grow(Period);
        Assert.False(thread.IsYoung);
        Assert.True(thread.Timer.Exists);
        Assert.Equal(0, thread.Error);
    }

    [Fact]
    public void Disposing_twice_deletes_every_timer_once()
    {
        // Of this table's timer alone: who asks for this thread's stack meanwhile has set one of its own.
        ulong value = SignalValue.Of(Find(Libc.GetThreadId())!.Block);
        Assert.Contains(value, TimerValues());
        _table.Dispose();
        Assert.DoesNotContain(value, TimerValues());
    }

    private SampledThread? Find(int threadId) => _table.Living.FirstOrDefault(thread => thread.Task.Id == threadId);

    private bool Scan(ulong start, nuint size, out SampledThread? found)
    {
        _table.Scan();
        found = _table.Living.FirstOrDefault(thread => thread.HasBounds && thread.Block->StackHigh > start && thread.Block->StackHigh <= start + size);
        return found is not null;
    }

    // Long enough for a slow machine to find it.
    private static nint StartSleepingThread(ulong stack, nuint size)
    {
        byte* attributes = stackalloc byte[64];
        nint thread;
        Assert.Equal(0, InitializeAttributes(attributes));
        Assert.Equal(0, SetStack(attributes, (void*)stack, size));
        Assert.Equal(0, CreateThread(&thread, attributes, NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "sleep"), 3));
        return thread;
    }

    [LibraryImport("libc", EntryPoint = "pthread_attr_init")]
    private static partial int InitializeAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "pthread_attr_setstack")]
    private static partial int SetStack(byte* attributes, void* stack, nuint size);

    [LibraryImport("libc", EntryPoint = "pthread_create")]
    private static partial int CreateThread(nint* thread, byte* attributes, nint start, nint argument);

    [LibraryImport("libc", EntryPoint = "pthread_join")]
    private static partial int JoinThread(nint thread, void* result);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SetRobustList(nint number, nint head, nuint length);

    // "signal: 34/00007f8a1c0000a1": what comes with the signal.
    private static HashSet<ulong> TimerValues() => [.. File.ReadLines("/proc/self/timers")
        .Where(line => line.StartsWith("signal: ", StringComparison.Ordinal))
        .Select(line => ulong.Parse(line[(line.IndexOf('/', StringComparison.Ordinal) + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];
}
