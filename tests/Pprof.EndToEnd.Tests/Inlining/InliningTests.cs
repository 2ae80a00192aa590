using Pprof.TestSupport;
using Pprof.TestSupport.Proto;
using Pprof.Workloads.Inlining;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Inlining;

/// <summary>Methods that the compiler put into their callers, in a program started with <c>DOTNET_RichDebugInfo=1</c>.</summary>
public sealed class InliningTests
{
    private static readonly Lazy<Proto.Profile> s_rich = new(() => Take([new("DOTNET_RichDebugInfo", "1"), new("DOTNET_TieredCompilation", "0")]));

    [Theory]
    [InlineData("StaticInner", "StaticMiddle", "StaticOuter")]
    [InlineData("Spin", "GenericOuter")]
    [InlineData("get_Total", "PropertyOuter")]
    [InlineData("RecursiveInner", "Recursive", "Recursive", "Recursive", "Recursive")]
    public void Inlined_methods_are_frames_with_their_callers(params string[] chain)
    {
        List<List<string>> stacks = [.. StacksOf(s_rich.Value).Where(stack => IsOfTheRun(stack[0]) && ShortName(stack[0]) == chain[0])];

        Assert.NotEmpty(stacks);
        Assert.All(stacks, stack => Assert.Equal(chain, stack.Take(chain.Length).Select(ShortName)));
    }

    [Fact]
    public void Lines_are_those_of_the_inlined_method_and_of_the_call()
    {
        Proto.Profile profile = s_rich.Value;
        List<Location> nested = [.. profile.Location.Where(location => location.Line.Count == 3 && location.Line.All(line => IsOfTheRun(NameOf(profile, line))))];

        Assert.NotEmpty(nested);
        Assert.All(nested, location => Assert.All(location.Line, line => Assert.InRange(line.Line_, 1, 200)));
        Assert.All(nested, location => Assert.Distinct(location.Line.Select(line => line.FunctionId)));
    }

    [Fact]
    public void Without_the_variable_the_method_that_has_the_frame_is_shown()
    {
        Proto.Profile profile = Take([new("DOTNET_TieredCompilation", "0")]);

        Assert.All(profile.Location, location => Assert.InRange(location.Line.Count, 0, 1));
        Assert.Contains(StacksOf(profile), stack => stack[0].EndsWith("StaticOuter", StringComparison.Ordinal));
    }

    private static Proto.Profile Take(KeyValuePair<string, string>[] environment)
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("cpu.pb.gz");
        ToolResult result = ExternalTool.Run("dotnet", [typeof(InliningRun).Assembly.Location, "inlining", file], environment);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return ProfileOracle.AssertValid(File.ReadAllBytes(file));
    }

    // Leaf first, the functions of a location innermost first.
    private static IEnumerable<List<string>> StacksOf(Proto.Profile profile) => profile.Sample.Select(sample =>
        sample.LocationId.Select(id => profile.Location.Single(location => location.Id == id))
            .SelectMany(location => location.Line)
            .Select(line => NameOf(profile, line))
            .ToList());

    private static string NameOf(Proto.Profile profile, Line line) =>
        profile.StringTable[(int)profile.Function.Single(function => function.Id == line.FunctionId).Name];

    private static bool IsOfTheRun(string name) => name.Contains("InliningRun.", StringComparison.Ordinal);

    private static string ShortName(string name) => name[(name.LastIndexOf('.') + 1)..];
}
