using Pprof.Sampling;
using Xunit;

namespace Pprof.Tests.Sampling.Heap;

public sealed class AgentFileTests
{
    [Fact]
    public void First_folder_that_has_the_file_is_taken()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pprof-agent-");
        try
        {
            string second = folder.CreateSubdirectory("second").FullName;
            string file = Path.Combine(second, AgentFile.Name);
            File.WriteAllText(file, "");

            Assert.Equal(file, AgentFile.TryFind([folder.FullName, second], out string? reason));
            Assert.Null(reason);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Missing_file_is_a_reason_with_every_place_that_was_looked_at()
    {
        Assert.Null(AgentFile.TryFind(["/nowhere", "/elsewhere", "/nowhere"], out string? reason));
        Assert.Equal(
            "the native agent libPprof.HeapAgent.so is not there (looked at /nowhere/libPprof.HeapAgent.so, /elsewhere/libPprof.HeapAgent.so); "
            + "it is built where there is a C compiler, and belongs beside the program or in its folder runtimes/linux-x64/native",
            reason);
    }
}
