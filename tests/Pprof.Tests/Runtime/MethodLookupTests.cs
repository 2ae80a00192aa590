using System.Reflection;
using Pprof.Runtime;
using Xunit;

namespace Pprof.Tests.Runtime;

public class MethodLookupTests
{
    [Fact]
    public void Runtime_names_the_method_at_an_address() => Assert.True(MethodLookup.IsAvailable);

    [Fact]
    public void Address_of_no_method_is_null()
    {
        Assert.Null(MethodLookup.FromNativeIp(0));
        Assert.Null(MethodLookup.FromNativeIp(0x1000));
    }

    [Theory]
    [InlineData(typeof(List<string>), "Add")]
    [InlineData(typeof(Dictionary<int, string>), "TryGetValue")]
    [InlineData(typeof(string), "IsNullOrEmpty")]
    public void MethodDesc_leads_to_its_method_also_in_generic_types(Type type, string name)
    {
        MethodInfo method = type.GetMethod(name)!;
        MethodBase? found = MethodLookup.FromMethodDesc((ulong)method.MethodHandle.Value);
        Assert.Equal((name, method.MetadataToken), (found?.Name, found?.MetadataToken));
    }

    [Fact]
    public void Null_MethodDesc_has_no_method() => Assert.Null(MethodLookup.FromMethodDesc(0));
}
