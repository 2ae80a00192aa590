using Xunit;

namespace Pprof.Tests.Architecture;

/// <summary>The finder of forbidden references must itself be able to find one.</summary>
public sealed class RoomReferencesTests
{
    private static readonly HashSet<string> s_rooms = ["Format", "Images"];

    [Theory]
    [InlineData("using Pprof.Format;")]
    [InlineData("using static Pprof.Format.Wire;")]
    [InlineData("using Wire = Pprof.Format.Wire;")]
    [InlineData("var x = new global::Pprof.Format.Encoder();")]
    [InlineData("var x = new Format.Encoder();")]
    public void Reference_in_any_form_is_found(string code) =>
        Assert.Equal(["Format"], RoomReferences.In(new SourceFile("A/B.cs", code).Code, s_rooms));

    [Theory]
    [InlineData("using Pprof.Profiles.Heap;")]
    [InlineData("using static Pprof.Profiles.Heap.HeapTable;")]
    [InlineData("var x = new Heap.HeapTable();")]
    public void Reference_to_a_folder_below_is_found(string code) =>
        Assert.Equal(["Heap"], RoomReferences.In(new SourceFile("A/B.cs", code).Code, new HashSet<string> { "Heap" }, "Pprof.Profiles"));

    [Theory]
    [InlineData("int n = image.Format.Length;")]
    [InlineData("// Format.Encoder writes this")]
    [InlineData("/* Pprof.Format */ int n;")]
    [InlineData("string s = \"Pprof.Format.Encoder\";")]
    [InlineData("string s = \"\"\"using Pprof.Format;\"\"\";")]
    [InlineData("string Format(int images) => Images(images);")]
    [InlineData("char quote = '\"'; // Format.Encoder \"")]
    public void Text_that_only_looks_like_one_is_not(string code) =>
        Assert.Empty(RoomReferences.In(new SourceFile("A/B.cs", code).Code, s_rooms));
}
