using Pprof.AspNetCore.Limits;
using Xunit;

namespace Pprof.AspNetCore.Tests;

public sealed class LimitTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hundred_who_ask_for_a_collection_at_once_get_two()
    {
        int collections = 0;
        using ManualResetEventSlim begun = new();
        using ManualResetEventSlim mayEnd = new();
        using GarbageGate gate = new(() =>
        {
            Interlocked.Increment(ref collections);
            begun.Set();
            mayEnd.Wait();
        });
        Task first = gate.CollectAsync(Cancel);
        begun.Wait(Cancel);
        Task[] others = [.. Enumerable.Range(0, 99).Select(_ => gate.CollectAsync(Cancel))];
        mayEnd.Set();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(2, collections);
    }

    [Fact]
    public async Task Who_asks_later_gets_a_collection_of_his_own()
    {
        int collections = 0;
        using GarbageGate gate = new(() => collections++);
        await gate.CollectAsync(Cancel);
        await gate.CollectAsync(Cancel);

        Assert.Equal(2, collections);
    }

    [Fact]
    public void Counts_are_shared_for_a_while_but_new_profiles_are_counted()
    {
        Profile old = Profile.Create("limits.old");
        ProfileCounts shared = new(TimeSpan.MaxValue);
        ProfileCounts fresh = new(TimeSpan.Zero);
        Assert.Equal((0, 0), (Count(shared, old), Count(fresh, old)));

        Profile young = Profile.Create("limits.young");
        old.Add("one");
        young.Add("two");

        Assert.Equal((0, 1), (Count(shared, old), Count(shared, young)));
        Assert.Equal((1, 1), (Count(fresh, old), Count(fresh, young)));
    }

    [Fact]
    public void Places_are_given_back_once()
    {
        using AtMost places = new(2);
        IDisposable first = places.Enter()!;
        Assert.NotNull(places.Enter());
        Assert.Null(places.Enter());

        first.Dispose();
        first.Dispose();

        Assert.NotNull(places.Enter());
        Assert.Null(places.Enter());
    }

    [Fact]
    public void One_at_a_time_is_one()
    {
        OneAtATime work = new();
        IDisposable first = work.Enter()!;
        Assert.Null(work.Enter());
        first.Dispose();

        Assert.NotNull(work.Enter());
    }

    private static int Count(ProfileCounts counts, Profile profile) => counts.Read().Single(one => one.Profile == profile).Count;
}
