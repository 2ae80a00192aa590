using System.Text;
using Pprof.EndToEnd.Tests.Events;
using Pprof.EventPipe.Hub;
using Pprof.Profiles.Exceptions;
using Xunit;

namespace Pprof.EndToEnd.Tests.Exceptions;

/// <summary>
/// Events are raised faster than they are read: a write says so instead of waiting for them, and so does the end of the recording. A slow reader in the same
/// session stands for a storm, so that it is one on every machine.
/// </summary>
public sealed class StormTests
{
    private const int Events = 50_000;

    [Fact]
    public void Write_and_end_amid_a_storm_give_up_and_say_what_is_missing()
    {
        EventHub hub = new();
        ThrownExceptions exceptions = new(hub);
        SlowSink slow = new();
        Assert.Null(exceptions.TryEnable());
        Assert.Null(hub.TrySubscribe(slow.Subscription));
        for (int i = 0; i < Events; i++)
        {
            Numbers.Log.Said(1, i);
        }

        string first = Write(exceptions);
        string next = Write(exceptions);
        exceptions.Disable();
        string last = Write(exceptions);
        hub.Unsubscribe(slow.Subscription);

        const string Missing = @"The latest exceptions may be missing: .*, but those until \d+\.\d s before; write the profile again\.";
        Assert.Matches(Missing, first);
        Assert.Matches(Missing, next);
        Assert.Contains("Exceptions of some time are missing: when the session ended, what had been raised was not read within 5 s, as events came faster.", last, StringComparison.Ordinal);
        Assert.DoesNotContain("write the profile again", last, StringComparison.Ordinal);
    }

    private static string Write(ThrownExceptions exceptions)
    {
        using MemoryStream stream = new();
        exceptions.WriteTo(stream, 1);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
