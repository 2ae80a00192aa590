using System.Runtime.CompilerServices;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>Two methods that do what fills a profile, told apart by their names.</summary>
internal static class Hogs
{
    private static readonly Dictionary<string, Action> s_work = new()
    {
        ["block"] = WaitForLock,
        ["exceptions"] = Throw,
        ["mutex"] = WaitForLock,
        ["threadcreate"] = StartThread,
    };

    public static TheoryData<string> Names => [.. s_work.Keys.Where(name => Profile.Lookup(name) is not null)];

    public static ProfileKinds KindOf(string profile) => Enum.Parse<ProfileKinds>(profile, ignoreCase: true);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void First(string profile)
    {
        Do(profile);
        GC.KeepAlive(profile);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Second(string profile)
    {
        Do(profile);
        GC.KeepAlive(profile);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte[][] Keep(int megabytes)
    {
        byte[][] kept = new byte[megabytes * 64][];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = new byte[16 << 10];
        }

        return kept;
    }

    private static void Do(string profile) => s_work[profile]();

    private static void Throw()
    {
        try
        {
            throw new InvalidOperationException("on purpose");
        }
        catch (InvalidOperationException)
        {
        }
    }

    private static void StartThread()
    {
        Thread thread = new(() => { });
        thread.Start();
        thread.Join();
    }

    // For a holder that gives it back after longer than anybody spins.
    private static void WaitForLock()
    {
        object gate = new();
        using ManualResetEventSlim isHeld = new();
        Thread holder = new(() =>
        {
            lock (gate)
            {
                isHeld.Set();
                Thread.Sleep(20);
            }
        });
        holder.Start();
        isHeld.Wait();
        lock (gate)
        {
        }

        holder.Join();
    }
}
