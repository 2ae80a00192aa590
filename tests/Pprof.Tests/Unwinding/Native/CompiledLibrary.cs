using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Unwinding.Native;

/// <summary>A shared library made of C source by the machine's compiler, in a folder of its own that goes with it.</summary>
internal sealed class CompiledLibrary : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pprof-native-");

    public CompiledLibrary(string source, params IEnumerable<string> flags)
    {
        ExternalTool.Require("cc", "apt-get install gcc libc6-dev");
        string file = System.IO.Path.Combine(_folder.FullName, "code.c");
        File.WriteAllText(file, source);
        ToolResult result = ExternalTool.Run("cc", ["-shared", "-fPIC", "-pthread", "-o", Path, file, .. flags]);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "libpprofcode.so");

    public void Dispose() => _folder.Delete(recursive: true);
}
