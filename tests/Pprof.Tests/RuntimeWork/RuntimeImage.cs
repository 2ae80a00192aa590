using Pprof.Images;
using Pprof.Runtime;
using Pprof.RuntimeWork;

namespace Pprof.Tests.RuntimeWork;

/// <summary>The library of the runtime that these tests run on.</summary>
internal static class RuntimeImage
{
    public static ImageCatalog Images { get; } = new();

    public static ElfImage Image { get; } = Images.Find(RuntimeLibrary.FindExport(ContractDescriptor.ExportName))!;

    public static FunctionStarts Starts { get; } = FunctionStarts.TryRead(Image)!;

    public static ImageWords Words { get; } = ImageWords.TryRead(Image, Starts)!;

    /// <summary>Start of the function that the core library calls by a name.</summary>
    public static ulong Call(string name) => CallTables.Read(Words).First(call => call.Value == name).Key;

    /// <summary>A function that no table names.</summary>
    public static ulong Nameless()
    {
        RuntimeFunctions functions = RuntimeFunctions.Read(Image);
        return Enumerable.Range(100, 1000).Select(Starts.At).First(start => functions.WorkAt(start) is null);
    }

    /// <summary>An instruction in another library.</summary>
    public static ulong In(string library) =>
        Images.Map.Regions.First(region => region.IsExecutable && Path.GetFileName(region.Path) == library).Start + 64;
}
