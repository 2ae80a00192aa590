using Pprof.Symbolization.Naming;
using Xunit;

namespace Pprof.Tests.Symbolization;

/// <summary>Names as metadata holds them, and what is made of them. A dot after the type's arguments begins the method.</summary>
public sealed class ReadableNameTests
{
    [Theory]
    [InlineData("Program", "<Main>$", "Program.Main")]
    [InlineData("Program", "<<Main>$>b__0_0", "Program.Main.lambda1")]
    [InlineData("Program", "<<Main>$>g__Parse|0_3", "Program.Main.Parse")]
    [InlineData("Program/<<<Main>$>g__Load|0_1>d", "MoveNext", "Program.Main.Load")]
    [InlineData("Program/<>c", "<Main>b__0_1", "Program.Main.lambda2")]
    [InlineData("Program/<>c__DisplayClass4_0", "<Main>b__2", "Program.Main.lambda3")]
    [InlineData("Program/<>c__DisplayClass4_0/<<Main>b__0>d", "MoveNext", "Program.Main.lambda1")]
    [InlineData("Program/<>c", "<Main>b__0_0#1", "Program.Main.lambda1")]
    [InlineData("Program/<FetchAsync>d__3", "SetStateMachine", "Program.FetchAsync.SetStateMachine")]
    [InlineData("Program/<Walk>d__3", "System.IDisposable.Dispose", "Program.Walk.Dispose")]
    [InlineData("Program/<Walk>d__3", "<>m__Finally1", "Program.Walk.finally")]
    [InlineData("Bag/<System-Collections-Generic-IEnumerable<T>-GetEnumerator>d__5", "MoveNext", "Bag.IEnumerable<T>.GetEnumerator")]
    [InlineData("Bag", "System.Collections.Generic.IDictionary<System.String,System.Int32>.get_Item", "Bag.IDictionary<String, Int32>.get_Item")]
    [InlineData("Money", "System.Numerics.IAdditionOperators<T,T,T>.op_Addition", "Money.IAdditionOperators<T, T, T>.operator +")]
    [InlineData("Money", "op_CheckedAddition", "Money.operator checked +")]
    [InlineData("Money", "<Clone>$", "Money.Clone")]
    [InlineData("Money", ".ctor", "Money..ctor")]
    [InlineData("Money", "<.ctor>b__1_0", "Money..ctor.lambda1")]
    [InlineData("<>f__AnonymousType0", "ToString", "AnonymousType0.ToString")]
    [InlineData("<Program>F3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855__Helper", "Run", "Helper.Run")]
    [InlineData("<>z__ReadOnlyArray", "get_Count", "ReadOnlyArray.get_Count")]
    [InlineData("<PrivateImplementationDetails>", "ComputeStringHash", "<PrivateImplementationDetails>.ComputeStringHash")]
    [InlineData("<Module>", ".cctor", "<Module>..cctor")]
    [InlineData("Orders/load@12", "MoveNext", "Orders.load")]
    [InlineData("Orders/load@12-1", "Invoke", "Orders.load.lambda")]
    [InlineData("Orders/numbers@7", "GenerateNext", "Orders.numbers")]
    [InlineData("Orders/load@12-1", ".cctor", "Orders.load.cctor")]
    [InlineData("Orders/someone@home", "Invoke", "Orders.someone@home.Invoke")]
    [InlineData("Odd", "<", "Odd.<")]
    [InlineData("Odd", "<>", "Odd.<>")]
    [InlineData("Odd", "<>q", "Odd.<>q")]
    [InlineData("Odd", "<x>b__", "Odd.x.lambda")]
    [InlineData("Odd", "a.", "Odd.a.")]
    public void Compiler_made_name_reads_as_its_source(string types, string name, string expected) =>
        Assert.Equal(expected, ReadableName.Of(new MethodParts("", [.. types.Split('/').Select(t => new TypePart(t, []))], name, [])));

    [Fact]
    public void Arguments_of_a_closure_belong_to_the_method_it_was_written_in() => Assert.Equal(
        "N.Box<int>.Fill<string>.lambda1",
        ReadableName.Of(new MethodParts("N", [new("Box", ["int"]), new("<>c__2", ["string"])], "<Fill>b__2_0", [])));

    [Fact]
    public void What_FSharp_has_made_of_a_file_is_of_its_assembly() => Assert.Equal(
        "FSharp-Core.Async.Sleep.lambda",
        ReadableName.Of(new MethodParts("<StartupCode$FSharp-Core>", [new("$Async", []), new("Sleep@1785", [])], "Invoke", [])));

    [Fact]
    public void State_machine_of_FSharp_as_an_argument_reads_as_its_function() => Assert.Equal("N.Orders.load", ReadableName.OfType("N", [new("Orders", []), new("load@12", [])]));

    [Fact]
    public void State_machine_as_an_argument_reads_as_its_method() => Assert.Equal(
        "N.Box<int>.FillAsync<string>",
        ReadableName.OfType("N", [new("Box", ["int"]), new("<FillAsync>d__2", ["string"])]));
}
