using Pprof.Symbolization.Naming;
using Xunit;

namespace Pprof.Tests.Symbolization;

/// <summary>Types as events print them.</summary>
public sealed class RawTypeNameTests
{
    [Theory]
    [InlineData("Program", "Program")]
    [InlineData("System.Collections.Generic.List`1[System.Int32]", "System.Collections.Generic.List<int>")]
    [InlineData("System.Collections.Generic.List`1[System.__Canon]", "System.Collections.Generic.List<T>")]
    [InlineData("N.Map`2[System.__Canon,System.__Canon]", "N.Map<T1, T2>")]
    [InlineData("N.Map`2+Enumerator[System.Int32,N.Pair`2[System.__Canon,System.Byte]]", "N.Map<int, N.Pair<T1, byte>>.Enumerator")]
    [InlineData("N.Outer`1+Inner`1[System.Char,System.Guid]", "N.Outer<char>.Inner<System.Guid>")]
    [InlineData("N.Box`1[System.Int32[]]", "N.Box<int[]>")]
    [InlineData("N.Box`1[System.Byte*]", "N.Box<byte*>")]
    [InlineData("N.Box`1[N.Loader+<LoadAsync>d__2]", "N.Box<N.Loader.LoadAsync>")]
    [InlineData("<>z__ReadOnlyArray`1[System.__Canon]", "ReadOnlyArray<T>")]
    [InlineData("N.Odd`1", "N.Odd")]
    [InlineData("N.Odd[", "N.Odd[")]
    [InlineData("N.Odd`1[]", "N.Odd<>")]
    public void Type_reads_as_in_source(string raw, string expected)
    {
        (string ns, IReadOnlyList<TypePart> parts) = RawTypeName.Split(raw);

        Assert.Equal(expected, ReadableName.OfType(ns, parts));
    }
}
