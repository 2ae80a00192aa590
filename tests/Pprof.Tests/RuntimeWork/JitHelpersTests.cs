using Pprof.Images;
using Pprof.RuntimeWork;
using Xunit;

namespace Pprof.Tests.RuntimeWork;

public sealed class JitHelpersTests
{
    private static readonly JitHelpers s_helpers = JitHelpers.Read(RuntimeImage.Image, RuntimeImage.Words);

    [Theory]
    [InlineData("[allocate]", 4)]
    [InlineData("[throw]", 3)]
    [InlineData("[PGO counters]", 8)]
    [InlineData("[write barrier]", 1)]
    [InlineData("[P/Invoke]", 4)]
    [InlineData("[jit: running loop]", 2)]
    public void Helpers_of_this_runtime_are_known(string work, int atLeast) =>
        Assert.InRange(s_helpers.Functions.Values.Count(helper => helper.Name == work), atLeast, 12);

    [Fact]
    public void Each_is_the_start_of_a_function() => Assert.All(s_helpers.Functions.Keys, start => Assert.True(RuntimeImage.Starts.IsStart(start)));

    // mov [rdi],rsi stores the reference: the barrier's first act whatever it does for the collector after it.
    [Fact]
    public void Write_barrier_is_where_a_reference_is_stored()
    {
        Assert.True(SafeMemory.TryRead(s_helpers.WriteBarrier, out uint code));
        Assert.Equal(0x37_89_48U, code & 0xff_ff_ff);
    }

    [Fact]
    public void Known_tables_have_as_many_numbers_as_they_say() =>
        Assert.All([JitHelperLayout.Net10, JitHelperLayout.Net11], layout => Assert.Equal(layout.Numbers, layout.Pattern.Count(kind => kind == 'd')));

    [Fact]
    public void Library_without_such_tables_has_no_helpers()
    {
        ElfImage libc = RuntimeImage.Images.Find(RuntimeImage.In("libc.so.6"))!;

        Assert.Equal(0UL, RuntimeFunctions.Read(libc).WriteBarrier);
    }
}
