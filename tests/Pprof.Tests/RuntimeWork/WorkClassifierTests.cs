using Pprof.Runtime;
using Pprof.RuntimeWork;
using Pprof.Symbolization;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.RuntimeWork;

/// <summary>Stacks of addresses in this process's own libraries, leaf first, and the frames that are shown for them.</summary>
public sealed class WorkClassifierTests
{
    private static readonly ContractDescriptor? s_descriptor = ContractDescriptor.TryLoad(out _);
    private static readonly ulong s_nameless = RuntimeImage.Nameless();
    private static readonly ulong s_jit = RuntimeImage.In("libclrjit.so");
    private static readonly ulong s_libc = RuntimeImage.In("libc.so.6");
    private static readonly WorkHints s_noHints = new(0, false, ThreadRole.Program);

    private readonly WorkClassifier _classifier = new(RuntimeImage.Images, s_descriptor);

    [Fact]
    public void Native_frames_become_one_that_says_what_the_entry_was_called_for() =>
        Assert.Equal(["[reflection]", "M"], Show([s_libc, s_nameless, RuntimeImage.Call("RuntimeTypeHandle_GetFields")], s_noHints));

    [Fact]
    public void Compiler_anywhere_in_between_is_compiling() =>
        Assert.Equal(["[jit]", "M"], Show([s_libc, s_jit, s_nameless, s_nameless], s_noHints));

    [Fact]
    public void Compiler_on_its_own_thread_compiles_again() =>
        Assert.Equal(["[jit: tier 1]", "N"], Show([s_jit, s_nameless, s_libc], s_noHints with { Role = ThreadRole.Compiler }, managed: false));

    [Fact]
    public void Thread_that_stopped_the_others_collects() =>
        Assert.Equal(["[gc]", "M"], Show([s_nameless, s_nameless], s_noHints with { Suspends = true }));

    [Theory]
    [InlineData(ThreadRole.BackgroundCollector, "[gc: background]")]
    [InlineData(ThreadRole.ServerCollector, "[gc]")]
    [InlineData(ThreadRole.Events, "[events]")]
    [InlineData(ThreadRole.Helper, "[runtime thread]")]
    public void Threads_of_the_runtime_s_own_are_known_by_their_names(object role, string work) =>
        Assert.Equal([work, "N"], Show([s_nameless, s_libc], s_noHints with { Role = (ThreadRole)role }, managed: false));

    [Theory]
    [InlineData("PrestubMethodFrame", "[method preparation]")]
    [InlineData("StubDispatchFrame", "[interface dispatch: resolve]")]
    [InlineData("ExternalMethodFrame", "[precompiled code fixup]")]
    [InlineData("SoftwareExceptionFrame", "[throw]")]
    public void Entry_without_a_name_is_told_by_the_runtime_s_frame(string frame, string work) =>
        Assert.Equal([work, "M"], Show([s_nameless], s_noHints with { LeafFrame = s_descriptor!.Global(frame + "Identifier") }));

    [Fact]
    public void Entry_that_a_frame_has_told_once_is_known_before_the_frame_is_there()
    {
        Show([s_nameless], s_noHints with { LeafFrame = s_descriptor!.Global("PrestubMethodFrameIdentifier") });

        Assert.Equal(["[method preparation]", "M"], Show([s_nameless], s_noHints));
    }

    [Fact]
    public void Function_that_threw_once_is_not_taken_for_throwing_ever_after()
    {
        Show([s_nameless], s_noHints with { LeafFrame = s_descriptor!.Global("SoftwareExceptionFrameIdentifier") });

        Assert.Equal(["N", "M"], Show([s_nameless], s_noHints));
    }

    [Fact]
    public void Mathematical_function_keeps_its_own_name() =>
        Assert.Equal(["N", "N", "M"], Show([RuntimeImage.In("libm.so.6"), RuntimeImage.Call("Pow")], s_noHints));

    [Fact]
    public void What_is_not_recognized_keeps_its_frames_and_is_counted()
    {
        Assert.Equal(["N", "N", "M"], Show([s_nameless, s_nameless], s_noHints));
        CodeAddress[] stack = [CodeAddress.Native(s_nameless), CodeAddress.Method(1)];
        _classifier.Rewrite(stack, s_noHints, out Work? leaf, out bool isNameless);

        Assert.Null(leaf);
        Assert.True(isNameless);
    }

    [Fact]
    public void Library_of_the_program_s_is_left_alone()
    {
        CodeAddress[] stack = [CodeAddress.Native(s_libc), CodeAddress.Method(1)];
        int count = _classifier.Rewrite(stack, s_noHints, out Work? leaf, out bool isNameless);

        Assert.Equal((2, null, false), (count, leaf, isNameless));
    }

    [Fact]
    public void Runtime_below_a_thread_s_first_method_is_its_start()
    {
        CodeAddress[] stack = [CodeAddress.Method(1), CodeAddress.Native(s_nameless), CodeAddress.Native(s_nameless), CodeAddress.Native(s_libc)];
        int count = _classifier.Rewrite(stack, s_noHints, out Work? leaf, out _);

        Assert.Equal(["M", "[thread start]", "N"], Names(stack.AsSpan(0, count)));
        Assert.Null(leaf);
    }

    [Fact]
    public void Address_of_the_leaf_is_kept()
    {
        CodeAddress[] stack = [CodeAddress.Native(s_nameless), CodeAddress.Native(RuntimeImage.Call("GCInterface_Collect")), CodeAddress.Method(1)];
        _classifier.Rewrite(stack, s_noHints, out _, out _);

        Assert.Equal(s_nameless, stack[0].Place);
    }

    [Fact]
    public void Where_the_runtime_s_functions_have_names_they_are_shown_above_what_they_do()
    {
        WorkClassifier named = new(RuntimeImage.Images, s_descriptor, keepsNames: true);
        CodeAddress[] stack =
            [CodeAddress.Native(s_libc), CodeAddress.Native(s_nameless), CodeAddress.Native(RuntimeImage.Call("GCInterface_Collect")), CodeAddress.Method(1)];
        int count = named.Rewrite(stack, s_noHints, out _, out _);

        Assert.Equal(["N", "N", "[gc]", "M"], Names(stack.AsSpan(0, count)));
    }

    private List<string> Show(ulong[] native, WorkHints hints, bool managed = true)
    {
        CodeAddress[] stack = [.. native.Select(CodeAddress.Native), .. managed ? [CodeAddress.Method(1)] : (CodeAddress[])[]];
        return Names(stack.AsSpan(0, _classifier.Rewrite(stack, hints, out _, out _)));
    }

    private static List<string> Names(ReadOnlySpan<CodeAddress> stack)
    {
        List<string> names = [];
        foreach (CodeAddress address in stack)
        {
            names.Add(address.Kind switch
            {
                CodeKind.Work => WorkSymbols.Resolve(address).Function!.Name,
                CodeKind.Method => "M",
                _ => "N",
            });
        }

        return names;
    }
}
