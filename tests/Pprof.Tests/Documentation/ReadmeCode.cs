using Pprof;

namespace Pprof.Tests.Documentation;

/// <summary>The code of README.md, here to be compiled. A test finds it in this file word by word.</summary>
internal static class ReadmeCode
{
    public static void ProfileToFile()
    {
        using (FileStream file = File.Create("cpu.pb.gz"))
        using (CpuProfile.Start(file))
        {
            Work();
        }
    }

    private static void Work()
    {
    }
}
