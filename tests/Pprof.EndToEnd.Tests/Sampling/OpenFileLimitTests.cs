using System.Runtime.InteropServices;
using Pprof.Sampling;
using Xunit;

namespace Pprof.EndToEnd.Tests.Sampling;

public sealed partial class OpenFileLimitTests
{
    private const int RLIMIT_NOFILE = 7;

    // The first cycle opens every file that the second would open besides those of the session.
    [Fact]
    public void Start_without_a_file_descriptor_left_says_what_to_raise_and_a_later_one_succeeds()
    {
        CpuSampler.Start(100, new CountingSink()).Stop();
        Exception? failure = StartWithoutDescriptors();
        Assert.Contains("ulimit -n", Assert.IsType<PlatformNotSupportedException>(failure).Message, StringComparison.Ordinal);
        CpuSampler.Start(100, new CountingSink()).Stop();
    }

    private static unsafe Exception? StartWithoutDescriptors()
    {
        Limit before;
        Assert.Equal(0, SetLimit(0, RLIMIT_NOFILE, null, &before));
        Limit none = before with { Soft = 0 };
        Assert.Equal(0, SetLimit(0, RLIMIT_NOFILE, &none, null));
        Exception? failure = Record.Exception(() => CpuSampler.Start(100, new CountingSink()).Stop());
        Assert.Equal(0, SetLimit(0, RLIMIT_NOFILE, &before, null));
        return failure;
    }

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(ulong Soft, ulong Hard);

    [LibraryImport("libc", EntryPoint = "prlimit")]
    private static unsafe partial int SetLimit(int process, int resource, Limit* wanted, Limit* previous);
}
