using System.Reflection;
using System.Reflection.Emit;
using Pprof.Symbolization.Naming;
using Xunit;
using Samples = Pprof.Tests.Symbolization.NameSamples<string>;

namespace Pprof.Tests.Symbolization;

/// <summary>The readable form of every kind of method, asked of the method that really ran.</summary>
public sealed class MethodNamesTests
{
    private const string Type = "Pprof.Tests.Symbolization.NameSamples<TOuter>";

    private static readonly Samples s_instance = new();

    public static IEnumerable<TheoryDataRow<string, Func<MethodBase?>>> Forms =>
    [
        new("Plain", Samples.Plain),
        new("Generic<T>", Samples.Generic<string>),
        new("FetchAsync", () => Samples.FetchAsync().Result),
        new("GenericAsync<T>", () => Samples.GenericAsync<string>().Result),
        new("Iterate", () => Samples.Iterate().First()),
        new("Iterate.finally", () => { _ = Samples.Iterate().First(); return Samples.FromConstructor; }),
        new("IterateAsync", () => FirstOf(Samples.IterateAsync())),
        new("FirstLambda.lambda1", Samples.FirstLambda),
        new("SecondLambda.lambda1", () => Samples.SecondLambda(0)),
        new("SecondLambda.lambda2", () => Samples.SecondLambda(1)),
        new("GenericLambda<T>.lambda1", Samples.GenericLambda<string>),
        new("AsyncLambda.lambda1", () => Samples.AsyncLambda().Result),
        new("WithLocal.Local", Samples.WithLocal),
        new("LambdaInLocal.lambda2", Samples.LambdaInLocal),
        new("AsyncLocal.Local", () => Samples.AsyncLocal().Result),
        new("IComparable<TOuter>.CompareTo", () => { ((IComparable<string>)s_instance).CompareTo(""); return Samples.FromConstructor; }),
        new("IEnumerable.GetEnumerator", () => { ((System.Collections.IEnumerable)s_instance).GetEnumerator().MoveNext(); return Samples.FromConstructor; }),
        new("get_Property", () => s_instance.Property),
        new("get_Item", () => s_instance[0]),
        new("operator +", () => s_instance + 1),
        new("operator <", () => s_instance < 1),
        new("implicit operator", () => ((List<MethodBase>)s_instance)[0]),
        new(".ctor", () => s_instance.Seen),
        new("Nested<TInner>.Plain", Samples.Nested<string>.Plain),
        new(".cctor.lambda1", () => Samples.FromInitializer),
    ];

    [Theory]
    [MemberData(nameof(Forms), DisableDiscoveryEnumeration = true)]
    public void Method_reads_as_its_source(string expected, Func<MethodBase?> run) =>
        Assert.Equal($"{Type}.{expected}", MethodNames.Readable(run()!));

    [Theory]
    [MemberData(nameof(Forms), DisableDiscoveryEnumeration = true)]
    public void System_name_has_the_signature_and_never_equals_the_readable_name(string form, Func<MethodBase?> run)
    {
        MethodBase method = run()!;

        Assert.EndsWith(")", MethodNames.System(method));
        Assert.DoesNotContain('(', MethodNames.Readable(method));
        Assert.NotEmpty(form);
    }

    [Theory]
    [InlineData(typeof(List<int>), "Add", "System.Collections.Generic.List<int>.Add")]
    [InlineData(typeof(List<>), "Add", "System.Collections.Generic.List<T>.Add")]
    [InlineData(typeof(Dictionary<string, Guid?>), "Remove", "System.Collections.Generic.Dictionary<string, System.Nullable<System.Guid>>.Remove")]
    [InlineData(typeof(Dictionary<int, byte[]>.Enumerator), "MoveNext", "System.Collections.Generic.Dictionary<int, byte[]>.Enumerator.MoveNext")]
    [InlineData(typeof(List<int[,]>), "Clear", "System.Collections.Generic.List<int[,]>.Clear")]
    [InlineData(typeof(List<(int, string)>), "Clear", "System.Collections.Generic.List<System.ValueTuple<int, string>>.Clear")]
    public void Type_arguments_read_as_in_source(Type type, string method, string expected) =>
        Assert.Equal(expected, MethodNames.Readable(type.GetMethods().First(m => m.Name == method)));

    [Fact]
    public void System_name_tells_overloads_apart() => Assert.Equal(
        ["System.Math.Abs(Double)", "System.Math.Abs(Int16)", "System.Math.Abs(Int32)"],
        typeof(Math).GetMethods().Where(m => m.Name == "Abs").Select(MethodNames.System)
            .Where(name => name.EndsWith("(Double)", StringComparison.Ordinal) || name.Contains("(Int16)") || name.Contains("(Int32)")).Order());

    [Fact]
    public void System_name_keeps_generic_parameters_as_metadata_numbers_them() => Assert.Equal(
        "System.Array.BinarySearch[T](!!0[], !!0)",
        MethodNames.System(typeof(Array).GetMethods().First(m => m.Name == "BinarySearch" && m.IsGenericMethod)));

    [Fact]
    public void Dynamic_method_reads_as_the_runtime_calls_it()
    {
        DynamicMethod method = new("Answer", typeof(int), []);

        Assert.Equal("dynamicClass.Answer", MethodNames.Readable(method));
        Assert.Equal("dynamicClass.Answer()", MethodNames.System(method));
    }

    private static MethodBase FirstOf(IAsyncEnumerable<MethodBase> methods) => methods.ToBlockingEnumerable().First();
}
