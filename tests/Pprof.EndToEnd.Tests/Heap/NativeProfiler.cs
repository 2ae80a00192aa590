using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Heap;

/// <summary>Another vendor's profiler, compiled for one test.</summary>
internal sealed class NativeProfiler : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pprof-profiler-");

    /// <param name="notificationsOnly">One of many; else the one main profiler of a process.</param>
    public NativeProfiler(bool notificationsOnly)
    {
        string source = System.IO.Path.Combine(AppContext.BaseDirectory, "Heap", "other_profiler.c");
        ToolResult result = ExternalTool.Run("cc", $"-DNOTIFICATIONS_ONLY={(notificationsOnly ? 1 : 0)}", "-std=gnu11", "-O2", "-nostdlib", "-ffreestanding", "-fPIC", "-shared", "-o", Path, source);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "other.so");

    public void Dispose() => _folder.Delete(recursive: true);
}
