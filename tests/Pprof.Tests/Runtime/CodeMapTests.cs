using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Pprof.Images;
using Pprof.Runtime;
using Xunit;

namespace Pprof.Tests.Runtime;

public class CodeMapTests
{
    private static CodeMap Map()
    {
        CodeMap? map = CodeMap.TryCreate(ContractDescriptor.TryLoad(out string? reason)!, out reason);
        Assert.True(map is not null, reason);
        return map;
    }

    [Fact]
    public void Every_word_of_a_stack_gets_the_answer_the_runtime_gives_itself()
    {
        CodeMap map = Map();
        MemoryMap memory = MemoryMap.Read();
        (int jitted, int readyToRun) = (0, 0);
        foreach (ulong word in JsonSerializer.Deserialize<Probe>("""{"X":1}""")!.Words!)
        {
            bool found = map.TryFindMethod(word, out MethodCode code);
            if (code.IsTransient || (!found && memory.Find(word) is { IsExecutable: true, IsFile: false }))
            {
                // A dead word may name code that another test's thread frees or makes just now; the runtime must not be asked about it.
                continue;
            }

            if (!found && code.Kind == MethodCodeKind.Glue)
            {
                // Import thunks lie between and behind the bodies of an image. The runtime gives an address there to the body before it.
                continue;
            }

            MethodBase? expected = MethodLookup.FromNativeIp(word);
            Assert.Equal(expected, found && !code.IsILStub ? MethodLookup.FromMethodDesc(code.MethodDesc) : null);
            Assert.True(!found || (code.EntryBegin <= word && word < code.EntryEnd && code.Start <= code.EntryBegin));
            jitted += code.Kind == MethodCodeKind.Jitted ? 1 : 0;
            readyToRun += code.Kind == MethodCodeKind.ReadyToRun ? 1 : 0;
        }

        Assert.True(jitted >= 3 && readyToRun >= 3, $"{jitted} jitted, {readyToRun} ready-to-run");
    }

    [Fact]
    public void Jitted_method_starts_where_the_runtime_says_and_its_funclets_belong_to_it()
    {
        MethodInfo method = typeof(CodeMapTests).GetMethod(nameof(WithFunclets), BindingFlags.NonPublic | BindingFlags.Static)!;
        ulong[] words = [];
        WithFunclets(() => words = OwnStack.Words(4096));
        CodeMap map = Map();
        List<MethodCode> found = [];
        foreach (ulong word in words)
        {
            if (map.TryFindMethod(word, out MethodCode code) && code.MethodDesc == (ulong)method.MethodHandle.Value)
                found.Add(code);
        }

        Assert.Contains(found, c => c.IsFunclet);
        Assert.All(found, c => Assert.Equal(found[0].Start, c.Start));
    }

    [Fact]
    public void Ready_to_run_funclet_is_told_from_a_method()
    {
        CodeMap map = Map();
        ulong[] words = [];
        // AppendJoin disposes the sequence's enumerator in a finally, which is a funclet of its own; when no exception is
        // under way the compiler puts a copy of the block into the body instead. No other test calls it: after 30 calls the
        // runtime would have replaced the ready-to-run code.
        Assert.Throws<InvalidOperationException>(() => new StringBuilder().AppendJoin(',', new Throwing(() => words = OwnStack.Words(4096))));
        var funclets = new List<MethodBase?>();
        foreach (ulong word in words)
        {
            if (map.TryFindMethod(word, out MethodCode code) && code is { IsReadyToRun: true, IsFunclet: true })
                funclets.Add(MethodLookup.FromMethodDesc(code.MethodDesc));
        }

        Assert.Contains(funclets, m => m?.Name == "AppendJoinCore");
    }

    [Fact]
    public void Dynamic_method_is_transient_and_ordinary_code_is_not()
    {
        CodeMap map = Map();
        ulong[] words = [];
        var dynamic = new DynamicMethod("calls", typeof(void), [typeof(Action)]);
        ILGenerator il = dynamic.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Callvirt, typeof(Action).GetMethod(nameof(Action.Invoke))!);
        il.Emit(OpCodes.Nop); // not directly before the return: a call there becomes a jump
        il.Emit(OpCodes.Ret);
        dynamic.CreateDelegate<Action<Action>>()(() => words = OwnStack.Words(512));
        MethodCode[] codes = [.. words.Select(w => map.TryFindMethod(w, out MethodCode c) ? c : default).Where(c => c.Kind == MethodCodeKind.Jitted)];
        Assert.Contains(codes, c => c is { IsTransient: true, IsILStub: false });
        Assert.Contains(codes, c => !c.IsTransient);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(8UL)]
    [InlineData(0x7fff_ffff_f000UL)]
    [InlineData(0xffff_8000_0000_0000UL)]
    [InlineData(ulong.MaxValue)]
    public void Address_without_code_has_no_method(ulong address) => Assert.False(Map().TryFindMethod(address, out _));

    private sealed class Probe
    {
        public ulong[]? Words { get; private set; }

        public int X { get => 0; set => Words = OwnStack.Words(4096 + value); }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WithFunclets(Action inside)
    {
        try
        {
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
            inside();
        }
    }

    private sealed class Throwing(Action dispose) : IEnumerable<string>, IEnumerator<string>
    {
        public string Current => "a";

        object System.Collections.IEnumerator.Current => Current;

        public IEnumerator<string> GetEnumerator() => this;

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => this;

        public bool MoveNext() => throw new InvalidOperationException();

        public void Reset() => throw new NotSupportedException();

        public void Dispose() => dispose();
    }
}
