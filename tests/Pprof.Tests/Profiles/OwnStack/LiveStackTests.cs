using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Pprof.Images;
using Pprof.Profiles.OwnStack;
using Pprof.Symbolization;
using Pprof.Symbolization.Managed;
using Pprof.Symbolization.Native;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Profiles.OwnStack;

public sealed class LiveStackTests
{
    [Fact]
    public void This_platform_walks_stacks_and_asks_the_runtime_for_none() => Assert.Null(LiveStack.NotSupportedReason);

    [Fact]
    public void Capture_begins_in_its_caller_and_each_frame_skipped_begins_one_caller_later()
    {
        Assert.Equal("LiveStackTests.Leaf", Names(Leaf(0))[0]);
        Assert.Equal(Names(Leaf(0))[1..], Names(Leaf(1)));
        Assert.Equal("LiveStackTests.Capture_begins_in_its_caller_and_each_frame_skipped_begins_one_caller_later", Names(Leaf(1))[0]);
    }

    [Theory]
    [InlineData(47_674)]
    [InlineData(int.MaxValue)]
    public void Skipping_more_frames_than_there_are_gives_one_frame_that_says_so(int skip) => Assert.Equal(["[no frames]"], Names(Leaf(skip)));

    [Theory]
    [InlineData(128)]
    [InlineData(StackUnwinder.MaxFrames - 20)]
    public void Stack_up_to_the_limit_is_whole_to_the_threads_first_method(int depth)
    {
        MethodBase? first = null;
        string[] names = Names(OnOwnThread(() =>
        {
            first = new StackTrace().GetFrames()[^1].GetMethod();
            return Recurse(depth, 0);
        }));

        Assert.Equal(depth + 1, names.Count(name => name == "LiveStackTests.Recurse"));
        Assert.Equal(first!.Name, names[^1].Split('.')[^1]);
    }

    [Fact]
    public void Deeper_stack_keeps_its_leaf_side_and_says_that_it_was_cut()
    {
        CodeAddress[] stack = OnOwnThread(() => Recurse(2000, 0));

        Assert.Equal(StackUnwinder.MaxFrames, stack.Length);
        Assert.Equal(CodeAddress.Marker(StackMarker.Truncated), stack[^1]);
        Assert.Equal("LiveStackTests.Recurse", Names(stack)[^2]);
    }

    [Fact]
    public void The_limit_counts_from_the_first_frame_that_is_not_skipped()
    {
        string[] names = Names(OnOwnThread(() => Recurse(2000, 1700)));

        Assert.Equal(301, names.Count(name => name == "LiveStackTests.Recurse"));
        Assert.DoesNotContain("[truncated]", names);
    }

    [Fact]
    public void Recursion_gives_one_frame_for_each_level() =>
        Assert.Equal(3, OnOwnThread(() => Recurse(6, 0)).Where(address => address.Kind == CodeKind.Managed).GroupBy(address => address).Max(g => g.Count() - 3));

    [Fact]
    public void Code_that_may_be_freed_has_its_name_kept_because_its_address_is_not()
    {
        CodeAddress[] stack = Emit("MadeAtRunTime")();

        Assert.Equal(CodeKind.Managed, stack[0].Kind);
        Assert.Equal(CodeKind.Known, stack[1].Kind);
        Assert.Equal("dynamicClass.MadeAtRunTime", Names(stack)[1]);
    }

    [Fact]
    public void Name_of_code_that_was_freed_is_not_given_to_the_code_that_follows_it_at_its_address()
    {
        HashSet<CodeAddress> named = [];
        for (int i = 0; i < 200; i++)
        {
            Func<CodeAddress[]> call = Emit($"Fresh{i}");
            CodeAddress known = call()[1];
            Assert.Equal(known, call()[1]);
            Assert.Equal($"dynamicClass.Fresh{i}", Names([known])[0]);
            Assert.True(named.Add(known));
            if (i % 20 == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
    }

    [Fact]
    public void Both_ways_name_the_same_place_by_function_file_and_line()
    {
        using Symbolizer symbols = NewSymbolizer();
        (LocationSymbol live, LocationSymbol traced) = (symbols.Resolve(LiveStack.Capture(0)[0]), symbols.Resolve(TracedStack.Capture(0)[0]));

        Assert.Equal(live.Function!.Name, traced.Function!.Name);
        Assert.Equal(live.Function.SystemName, traced.Function.SystemName);
        Assert.Equal(live.Function.FileName, traced.Function.FileName);
        Assert.EndsWith("LiveStackTests.cs", live.Function.FileName, StringComparison.Ordinal);
        Assert.Equal(live.Line, traced.Line);
        Assert.NotEqual(0, live.Line);
    }

    [Fact]
    public void Capture_takes_no_more_memory_than_the_stack_it_returns()
    {
        // The least of several: where a frame returns to native code, that it does is looked up again from time to time.
        long least = long.MaxValue;
        CodeAddress[] stack = OnOwnThread(() =>
        {
            CodeAddress[] last = [];
            for (int i = 0; i < 10; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                last = Leaf(0);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            return last;
        });

        Assert.InRange(least, stack.Length * sizeof(ulong), (stack.Length * sizeof(ulong)) + 24);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CodeAddress[] Leaf(int skip)
    {
        CodeAddress[] stack = LiveStack.Capture(skip);
        return stack.Length > 0 ? stack : [];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CodeAddress[] Recurse(int depth, int skip)
    {
        CodeAddress[] stack = depth == 0 ? LiveStack.Capture(skip) : Recurse(depth - 1, skip);
        return stack.Length > 0 ? stack : [];
    }

    // A method made at run time that calls Leaf; freed when the delegate is dropped.
    private static Func<CodeAddress[]> Emit(string name)
    {
        DynamicMethod method = new(name, typeof(CodeAddress[]), [], typeof(LiveStackTests).Module, skipVisibility: true);
        ILGenerator code = method.GetILGenerator();
        code.Emit(OpCodes.Ldc_I4_0);
        code.Emit(OpCodes.Call, ((Func<int, CodeAddress[]>)Leaf).Method);
        code.Emit(OpCodes.Nop);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<CodeAddress[]>>();
    }

    private static CodeAddress[] OnOwnThread(Func<CodeAddress[]> capture)
    {
        CodeAddress[] stack = [];
        Thread thread = new(() => stack = capture());
        thread.Start();
        thread.Join();
        return stack;
    }

    private static string[] Names(CodeAddress[] stack)
    {
        using Symbolizer symbols = NewSymbolizer();
        return [.. stack.Select(address => symbols.Resolve(address).Function!.Name.Split('.') is { Length: > 1 } parts ? $"{parts[^2]}.{parts[^1]}" : symbols.Resolve(address).Function!.Name)];
    }

    private static Symbolizer NewSymbolizer() => new(ManagedSources.Create().Symbols, new NativeSymbols(new ImageCatalog()));
}
