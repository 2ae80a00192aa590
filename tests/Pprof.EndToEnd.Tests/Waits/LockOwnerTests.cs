using Pprof.TestSupport;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Waits;

/// <summary>Who held the lock that others wait for: by the name of its thread, for both kinds of locks.</summary>
public sealed class LockOwnerTests
{
    // The kernel keeps 15 bytes of a name.
    [Theory]
    [InlineData("holds-a-monitor")]
    [InlineData("holds-a-lock")]
    public void Wait_for_a_lock_is_labelled_with_the_name_of_its_owner(string owner)
    {
        object monitor = new();
        Lock otherKind = new();
        bool isMonitor = owner == "holds-a-monitor";
        Profiling.Enable(ProfileKinds.Mutex);
        using ManualResetEventSlim isHeld = new();
        Thread waiter = new(() =>
        {
            using (ProfileLabels.Push("waits for", owner))
            {
                Enter(() => { });
            }
        });
        Thread holder = new(() => Enter(() =>
        {
            isHeld.Set();
            Assert.True(SpinWait.SpinUntil(() => waiter.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience.Limit));
            Thread.Sleep(200);
        })) { Name = owner };
        holder.Start();
        Assert.True(isHeld.Wait(Patience.Limit, TestContext.Current.CancellationToken));
        waiter.Start();
        Assert.True(holder.Join(Patience.Limit) && waiter.Join(Patience.Limit));
        Proto.Profile mutex = Read();
        Profiling.Disable(ProfileKinds.Mutex);

        Proto.Sample[] waits = [.. mutex.Sample.Where(sample => ProfileOracle.Label(mutex, sample, "waits for") == owner)];
        Assert.NotEmpty(waits);
        Assert.Equal(owner, ProfileOracle.Label(mutex, waits.MaxBy(sample => sample.Value[1])!, "owner"));

        void Enter(Action inside)
        {
            if (isMonitor)
            {
                lock (monitor)
                {
                    inside();
                }
            }
            else
            {
                lock (otherKind)
                {
                    inside();
                }
            }
        }
    }

    private static Proto.Profile Read()
    {
        using MemoryStream stream = new();
        Profile.Lookup("mutex")!.WriteTo(stream);
        return ProfileOracle.AssertValid(stream);
    }
}
