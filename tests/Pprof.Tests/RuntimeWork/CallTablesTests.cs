using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Pprof.RuntimeWork;
using Xunit;

namespace Pprof.Tests.RuntimeWork;

/// <summary>The oracle is the core library itself: its metadata says which functions it calls the runtime by.</summary>
public sealed class CallTablesTests
{
    private static readonly Dictionary<ulong, string> s_calls = CallTables.Read(RuntimeImage.Words);

    [Fact]
    public void Every_function_that_the_core_library_imports_from_the_runtime_is_found()
    {
        List<string> imported = ImportsOfCoreLibrary();
        List<string> missing = [.. imported.Except(s_calls.Values)];

        // Where two functions are the same code, the linker keeps one of them, and one of the names stands for both.
        Assert.InRange(imported.Count, 200, 1000);
        Assert.True(missing.Count <= imported.Count / 50, string.Join(' ', missing));
    }

    [Fact]
    public void Each_name_leads_to_the_start_of_a_function() => Assert.All(s_calls.Keys, start => Assert.True(RuntimeImage.Starts.IsStart(start)));

    [Fact]
    public void Most_have_a_meaning_of_their_own() =>
        Assert.InRange(s_calls.Values.Count(name => CallNames.WorkOf(name) != KnownWork.Call), s_calls.Count / 2, s_calls.Count);

    [Theory]
    [InlineData("GCInterface_Collect", "[gc]")]
    [InlineData("GCInterface_AllocateNewArray", "[allocate]")]
    [InlineData("RuntimeTypeHandle_GetFields", "[reflection]")]
    [InlineData("SfiNext", "[throw]")]
    [InlineData("Monitor_Wait", "[lock]")]
    [InlineData("ThreadNative_SpinWait", "[spin wait]")]
    [InlineData("GenericHandleWorker", "[generic lookup]")]
    [InlineData("Pow", "[math]")]
    [InlineData("Power", "[runtime call]")]
    public void Name_tells_the_work(string name, string work) => Assert.Equal(work, CallNames.WorkOf(name).Name);

    private static List<string> ImportsOfCoreLibrary()
    {
        using PEReader file = new(File.OpenRead(typeof(object).Assembly.Location));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. from handle in metadata.MethodDefinitions
                   let import = metadata.GetMethodDefinition(handle).GetImport()
                   where !import.Module.IsNil && metadata.GetString(metadata.GetModuleReference(import.Module).Name) == "QCall"
                   select metadata.GetString(import.Name)];
    }
}
