using Pprof.Profiles.Heap;
using Pprof.Symbolization.Naming;
using Xunit;

namespace Pprof.Tests.Profiles.Heap;

/// <summary>The public side: names, choices, errors. Nothing here switches the recording of the process on.</summary>
public sealed class HeapSettingsTests
{
    [Fact]
    public void Both_profiles_are_predefined()
    {
        Assert.Equal("heap", Profile.Lookup("heap")!.Name);
        Assert.Equal("allocs", Profile.Lookup("allocs")!.Name);
        Assert.Throws<InvalidOperationException>(() => Profile.Lookup("heap")!.Add("a value"));
    }

    [Fact]
    public void Stream_that_cannot_be_written_to_is_refused_before_anything_happens()
    {
        MemoryStream closed = new();
        closed.Dispose();

        Assert.Throws<ArgumentException>(() => HeapProfile.WriteTo(closed));
        Assert.Throws<ArgumentNullException>(() => HeapProfile.WriteTo(null!));
    }

    [Fact]
    public void Choice_that_does_not_exist_is_refused_with_those_that_do()
    {
        HeapLiveness before = Profiling.HeapLiveness;
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Profiling.HeapLiveness = (HeapLiveness)9);

        Assert.Contains("Auto, Agent, GcEvents and Off", error.Message);
        Assert.Equal(before, Profiling.HeapLiveness);
    }

    [Fact]
    public void Figures_of_the_collector_have_a_name_and_a_value_each()
    {
        GC.Collect();
        IReadOnlyList<string> figures = GcFigures.Read();

        Assert.All(figures.Skip(1), figure => Assert.Matches("^[A-Za-z0-9]+ = .+$", figure));
        Assert.Contains(figures, figure => figure.StartsWith("LastCollection = ", StringComparison.Ordinal) && figure.Contains("generation", StringComparison.Ordinal));
        Assert.Equal(["Gen0", "Gen1", "Gen2", "LOH", "POH"], figures.TakeLast(5).Select(figure => figure.Split(' ')[0]));
    }

    [Theory]
    [InlineData("System.Byte[]", "byte[]")]
    [InlineData("System.Collections.Generic.Dictionary`2[System.String,System.Int32[,]]", "System.Collections.Generic.Dictionary<string, int[,]>")]
    [InlineData("N.Thing", "N.Thing")]
    [InlineData("", "")]
    public void Types_read_as_the_source_says_them(string raw, string expected) => Assert.Equal(expected, RawTypeName.OfType(raw));
}
