using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Pprof.Symbolization;
using Pprof.Symbolization.Lines;
using Pprof.Symbolization.Managed;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Symbolization;

/// <summary>Addresses of code that really ran, named.</summary>
public sealed class ManagedSymbolsTests : IDisposable
{
    // Called last by emitted methods: a capture in tail position would leave no frame of theirs.
    private static readonly MethodInfo s_pass = typeof(ManagedSymbolsTests).GetMethod(nameof(Pass))!;

    private readonly ManagedSymbols _symbols = new(ReflectedMethods.TryCreate()!, new NoLines());

    public void Dispose() => _symbols.Dispose();

    [Fact]
    public void Every_frame_of_a_stack_has_the_name_the_runtime_gives_it()
    {
        IReadOnlyList<KnownFrame> sites = Enumerable.Range(0, 1).Select(_ => KnownFrames.Capture()).First();

        Assert.True(sites.Count > 5, $"only {sites.Count} frames were found on the stack");
        Assert.All(sites, site => Assert.Contains(PlainNameOf(site), _symbols.Resolve(site.Address).Function!.SystemName));
    }

    [Fact]
    public void Code_shared_by_reference_types_shows_the_parameter_and_value_types_show_themselves()
    {
        Assert.Equal("Pprof.Tests.Symbolization.ManagedSymbolsTests.Box<T>.Ask", NameOf(Box<string>.Ask));
        Assert.Equal("Pprof.Tests.Symbolization.ManagedSymbolsTests.Box<int>.Ask", NameOf(Box<int>.Ask));
        Assert.Equal("Pprof.Tests.Symbolization.ManagedSymbolsTests.Box<int>.AskFor<TOther>", NameOf(Box<int>.AskFor<string>));
        Assert.Equal("Pprof.Tests.Symbolization.ManagedSymbolsTests.Box<T>.AskFor<System.Guid>", NameOf(Box<object>.AskFor<Guid>));
    }

    [Fact]
    public void One_method_is_one_function_however_often_it_is_asked_for()
    {
        KnownFrame site = Box<int>.Ask()[0];

        Assert.Same(_symbols.Resolve(site.Address).Function, _symbols.Resolve(site.Address).Function);
        Assert.False(_symbols.Resolve(site.Address).IsTransient);
    }

    [Fact]
    public void Dynamic_method_is_named_and_flagged_transient()
    {
        DynamicMethod method = new("Answer", typeof(IReadOnlyList<KnownFrame>), [], typeof(KnownFrames).Module, skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        il.Emit(OpCodes.Call, typeof(KnownFrames).GetMethod(nameof(KnownFrames.Capture))!);
        il.Emit(OpCodes.Call, s_pass);
        il.Emit(OpCodes.Ret);
        KnownFrame site = method.CreateDelegate<Func<IReadOnlyList<KnownFrame>>>()()[0];

        LocationSymbol symbol = _symbols.Resolve(site.Address);

        Assert.Equal("dynamicClass.Answer", symbol.Function!.Name);
        Assert.True(symbol.IsTransient);
    }

    [Fact]
    public void Method_of_a_collectible_assembly_is_named_and_flagged_transient()
    {
        ModuleBuilder module = AssemblyBuilder.DefineDynamicAssembly(new("Passing"), AssemblyBuilderAccess.RunAndCollect).DefineDynamicModule("m");
        TypeBuilder type = module.DefineType("Passing.By", TypeAttributes.Public);
        MethodBuilder method = type.DefineMethod("Quickly", MethodAttributes.Public | MethodAttributes.Static, typeof(object), [typeof(Func<object>)]);
        ILGenerator il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Callvirt, typeof(Func<object>).GetMethod("Invoke")!);
        il.Emit(OpCodes.Call, s_pass);
        il.Emit(OpCodes.Ret);
        Func<object> capture = KnownFrames.Capture;
        var sites = (IReadOnlyList<KnownFrame>)type.CreateType().GetMethod("Quickly")!.CreateDelegate<Func<Func<object>, object>>()(capture);

        LocationSymbol symbol = _symbols.Resolve(sites.First(s => s.Frame.GetMethod()!.Name == "Quickly").Address);

        Assert.Equal("Passing.By.Quickly", symbol.Function!.Name);
        Assert.True(symbol.IsTransient);
    }

    [Fact]
    public void MethodDesc_is_named_like_its_code()
    {
        MethodBase method = typeof(List<int>).GetMethod(nameof(List<int>.Clear))!;

        LocationSymbol symbol = _symbols.Resolve(CodeAddress.Method((ulong)method.MethodHandle.Value));

        Assert.Equal("System.Collections.Generic.List<int>.Clear", symbol.Function!.Name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0x1000)]
    [InlineData(0x0000_7fff_ffff_fff0)]
    public void Address_without_a_method_says_so(ulong address)
    {
        LocationSymbol symbol = _symbols.Resolve(CodeAddress.Managed(address));

        Assert.Equal("[unknown managed code]", symbol.Function!.Name);
        Assert.NotEqual(symbol.Function.Name, symbol.Function.SystemName);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static object Pass(object value) => value;

    private string NameOf(Func<IReadOnlyList<KnownFrame>> ask) => _symbols.Resolve(ask()[0].Address).Function!.Name;

    private static string PlainNameOf(KnownFrame site) => $".{site.Frame.GetMethod()!.Name}";

    private static class Box<T>
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static IReadOnlyList<KnownFrame> Ask() => KnownFrames.Capture();

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static IReadOnlyList<KnownFrame> AskFor<TOther>() => KnownFrames.Capture();
    }

    private sealed class NoLines : ILineSource
    {
        public SourceLocation Find(ManagedMethod method, ulong address) => default;

        public SourceLocation At(ManagedMethod method, int ilOffset) => default;
    }
}
