using System.Reflection;
using System.Reflection.Emit;
using Pprof.Runtime;
using Xunit;

namespace Pprof.Tests.Runtime;

public sealed class MethodDescReaderTests
{
    private static readonly MethodDescReader s_reader = MethodDescReader.TryCreate(ContractDescriptor.TryLoad(out _)!, out _)!;

    [Fact]
    public void Every_method_of_a_type_is_found_by_its_module_and_token()
    {
        LoadedModules modules = new(s_reader);
        foreach (MethodInfo method in typeof(string).GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            Assert.True(s_reader.TryRead((ulong)method.MethodHandle.Value, out MethodIdentity identity), method.ToString());
            Assert.Equal(method.MetadataToken, identity.Token);
            Assert.Same(method.Module, modules.Find(identity.Module));
            Assert.False(identity.IsCollectible);
        }
    }

    [Fact]
    public void A_method_of_a_collectible_assembly_is_found_by_its_module_and_token()
    {
        MethodInfo method = MakeCollectible();

        Assert.True(s_reader.TryRead((ulong)method.MethodHandle.Value, out MethodIdentity identity));

        Module? module = new LoadedModules(s_reader).Find(identity.Module);
        Assert.Equal("Quickly", module?.ResolveMethod(identity.Token)?.Name);
        Assert.True(identity.IsCollectible);
        GC.KeepAlive(method);
    }

    [Fact]
    public void A_method_compiled_for_a_collectible_value_type_is_collectible()
    {
        Type argument = MakeCollectible().DeclaringType!;
        MethodInfo method = typeof(List<>).MakeGenericType(argument).GetMethod("Clear")!;

        Assert.True(s_reader.TryRead((ulong)method.MethodHandle.Value, out MethodIdentity identity));

        Assert.True(identity.IsCollectible);
        GC.KeepAlive(argument);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(16UL)]
    [InlineData(0x7fff_ffff_f000UL)]
    public void What_is_no_memory_is_no_method(ulong address) => Assert.False(s_reader.TryRead(address, out _));

    private static MethodInfo MakeCollectible()
    {
        AssemblyBuilder assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Passing"), AssemblyBuilderAccess.RunAndCollect);
        TypeBuilder type = assembly.DefineDynamicModule("Passing").DefineType("By", TypeAttributes.Public | TypeAttributes.SequentialLayout | TypeAttributes.Sealed, typeof(ValueType));
        MethodBuilder method = type.DefineMethod("Quickly", MethodAttributes.Public | MethodAttributes.Static, typeof(int), []);
        ILGenerator code = method.GetILGenerator();
        code.Emit(OpCodes.Ldc_I4_1);
        code.Emit(OpCodes.Ret);
        return type.CreateType().GetMethod("Quickly")!;
    }
}
