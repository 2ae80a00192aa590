using Pprof.Profiles.Naming;
using Pprof.Runtime;
using Pprof.Tests.Profiles.Catalog;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Profiles.Naming;

/// <summary>Whose work a stack is. C: base library, F: the rest of the framework, W: our middleware, L: this library, P: the program.</summary>
public sealed class OwnWorkTests
{
    [Theory]

    // Leaf first.
    [InlineData("CL", true, true)]
    [InlineData("CFLCP", true, false)]
    [InlineData("CPLF", false, false)]
    [InlineData("CFWF", false, false)]
    [InlineData("CCWF", true, false)]
    [InlineData("CFWFLF", true, true)]
    [InlineData("CF", false, false)]
    [InlineData("P", false, false)]
    [InlineData("", false, false)]
    public void Whoever_is_innermost_and_not_the_frameworks_has_asked_for_it(string stack, bool isOwn, bool isAlone)
    {
        CodeAddress[] frames = [.. stack.Select((_, at) => Stacks.Of($"F{at}")[0])];
        CodeOwner OwnerOf(CodeAddress frame) => stack[Array.IndexOf(frames, frame)] switch
        {
            'C' => CodeOwner.Core,
            'F' => CodeOwner.Framework,
            'W' => CodeOwner.Wrapper,
            'L' => CodeOwner.Library,
            _ => CodeOwner.Program,
        };

        Assert.Equal((isOwn, isAlone), (OwnWork.Is(frames, OwnerOf), OwnWork.IsAlone(frames, OwnerOf)));
    }

    [Fact]
    public void Owners_are_told_by_the_assembly()
    {
        Assert.Equal(CodeOwner.Core, CodeOwners.Of(typeof(List<int>).GetMethod(nameof(List<int>.Clear))!));
        Assert.Equal(CodeOwner.Framework, CodeOwners.Of(typeof(Uri).GetMethod(nameof(Uri.IsWellFormedUriString))!));
        Assert.Equal(CodeOwner.Library, CodeOwners.Of(typeof(Profile).GetMethod(nameof(Profile.Lookup))!));
        Assert.Equal(CodeOwner.Program, CodeOwners.Of(typeof(OwnWorkTests).GetMethod(nameof(Owners_are_told_by_the_assembly))!));
        Assert.Equal(CodeOwner.Wrapper, CodeOwners.Of(new CodeModule(CodeOrigin.Profiler, "Pprof.AspNetCore"), "Pprof.AspNetCore.Labels.RequestLabels"));
    }
}
