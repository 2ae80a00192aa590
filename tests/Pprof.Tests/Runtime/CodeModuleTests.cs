using System.Reflection;
using System.Reflection.Emit;
using System.Text;
using Pprof.Runtime;
using Xunit;

namespace Pprof.Tests.Runtime;

/// <summary>Whose code an assembly is, by its signature and by the program's dependency file, never by its name.</summary>
public sealed class CodeModuleTests
{
    [Theory]
    [InlineData(typeof(Thread), "framework/System.Private.CoreLib.dll")]
    [InlineData(typeof(System.Net.Http.HttpClient), "framework/System.Net.Http.dll")]
    [InlineData(typeof(Profile), "profiler/Pprof.dll")]
    [InlineData(typeof(CodeModuleTests), "program/Pprof.Tests.dll")]
    [InlineData(typeof(TestSupport.GoPprof), "program/TestSupport.dll")]
    [InlineData(typeof(FactAttribute), "package/xunit.v3.core.dll")]
    [InlineData(typeof(Google.Protobuf.IMessage), "package/Google.Protobuf.dll")]
    public void Assembly_of_a_type_is_named_by_whose_code_it_is(Type type, string mapping) =>
        Assert.Equal(mapping, CodeModule.Of(type.Assembly).MappingName);

    [Fact]
    public void Companys_own_assembly_with_a_name_of_the_frameworks_is_the_programs() =>
        Assert.Equal(CodeOrigin.Program, CodeModule.Describe(new AssemblyName("Microsoft.Shop.Orders")).Origin);

    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting", "adb9793829ddae60")]
    [InlineData("System.Runtime", "b03f5f7f11d50a3a")]
    public void Assembly_signed_by_the_makers_of_dotnet_is_the_frameworks(string name, string key) =>
        Assert.Equal(CodeOrigin.Framework, CodeModule.Describe(new AssemblyName($"{name}, PublicKeyToken={key}")).Origin);

    [Fact]
    public void Code_made_at_run_time_is_of_no_assembly()
    {
        AssemblyBuilder made = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Made"), AssemblyBuilderAccess.Run);

        Assert.Same(CodeModule.None, CodeModule.Of(made));
        Assert.Same(CodeModule.None, CodeModule.Of(new DynamicMethod("Made", null, null)));
    }

    [Fact]
    public void Packages_of_a_dependency_file_are_those_that_are_no_projects() => Assert.Equal(["Newtonsoft.Json"], CodeModule.PackagesIn(Encoding.UTF8.GetBytes("""
        {
          "targets": { ".NETCoreApp,Version=v10.0": {
            "Shop/1.0.0": { "dependencies": { "Newtonsoft.Json": "13.0.3" }, "runtime": { "Shop.dll": {} } },
            "Newtonsoft.Json/13.0.3": { "runtime": { "lib/net6.0/Newtonsoft.Json.dll": { "assemblyVersion": "13.0.0.0" } } },
            "Analyzer.Only/1.0.0": {}
          } },
          "libraries": {
            "Shop/1.0.0": { "type": "project" }, "Newtonsoft.Json/13.0.3": { "type": "package" }, "Analyzer.Only/1.0.0": { "type": "package" }
          }
        }
        """)));

    [Fact]
    public void Assembly_is_found_by_the_file_it_was_loaded_from()
    {
        Assert.Equal("Pprof", CodeModule.OfFile(typeof(Profile).Assembly.Location).Name);
        Assert.Same(CodeModule.None, CodeModule.OfFile("/no/such.dll"));
    }
}
