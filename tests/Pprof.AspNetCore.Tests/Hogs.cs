using System.Runtime.CompilerServices;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>Two methods that do what fills a profile, told apart by their names.</summary>
internal static class Hogs
{
    public static TheoryData<string> Names => [.. new[] { "exceptions", "threadcreate" }];

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

    private static void Do(string profile)
    {
        if (profile == "exceptions")
        {
            Throw();
        }
        else
        {
            StartThread();
        }
    }

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
}
