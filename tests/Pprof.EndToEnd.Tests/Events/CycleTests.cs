using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Pprof.EventPipe.Hub;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Events;

/// <summary>Switching on and off, over and over, in a process that raises events all the time.</summary>
public sealed partial class CycleTests
{
    [Theory]
    [InlineData(ProfileKinds.Exceptions, "exceptions")]
    [InlineData(ProfileKinds.ThreadCreate, "threadcreate")]
    [InlineData(ProfileKinds.Exceptions | ProfileKinds.ThreadCreate, "exceptions", "threadcreate")]
    [InlineData(ProfileKinds.Block | ProfileKinds.Mutex, "block", "mutex")]
    public void Ten_cycles_under_load_leave_no_session_no_thread_and_no_memory_behind(ProfileKinds kinds, params string[] names)
    {
        // What other tests have switched on keeps records of this load as well.
        Profiling.Disable(Profiling.Enabled);
        using EventLoad load = new();
        Cycle(kinds, names);
        Cycle(kinds, names);
        int sockets = Sockets();
        long memory = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 2; i < 10; i++)
        {
            Cycle(kinds, names);
        }

        // Eight sessions, some ten thousand threads and a hundred thousand events later: 10 to 170 KB of tables for addresses and stacks met anew. A session that is kept alive would be
        // a megabyte or more with the queue of its bytes, a note of each thread that was started some more.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, 1_000_000);
        Patience.Until("the sockets of sessions are closed", () => Sockets() <= sockets);
        Assert.False(EventHub.Shared.HasSession);
    }

    private static void Cycle(ProfileKinds kinds, string[] names)
    {
        long[] before = [.. names.Select(Total)];
        Profiling.Enable(kinds);
        Assert.Equal(kinds, Profiling.Enabled & kinds);
        foreach ((string name, long total) in names.Zip(before))
        {
            Patience.Until($"{name} has counted something", () => Total(name) > total);
        }

        Profiling.Disable(kinds);
        Assert.Null(EventHub.Shared.Fault);
        Patience.Until("the threads of the session have ended", () => !EventThreads().Any());
    }

    private static long Total(string name)
    {
        using MemoryStream stream = new();
        Profile.Lookup(name)!.WriteTo(stream, debug: 1);
        string text = Encoding.UTF8.GetString(stream.ToArray());
        return RecordCount().Matches(text).Sum(match => long.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    private static IEnumerable<string> EventThreads() => Directory.GetDirectories("/proc/self/task").Select(NameOf).Where(name => name.StartsWith("pprof event", StringComparison.Ordinal));

    // The kernel's name; empty for a thread that has ended meanwhile.
    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static int Sockets() => Directory.GetFiles("/proc/self/fd").Count(IsSocket);

    // The file by which the list was read, at least, is gone again.
    private static bool IsSocket(string file)
    {
        try
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^\d+(?= (\d+ )?@)", RegexOptions.Multiline)]
    private static partial Regex RecordCount();
}
