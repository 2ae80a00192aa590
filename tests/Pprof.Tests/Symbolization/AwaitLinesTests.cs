using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using Pprof.Symbolization.Async;
using Pprof.Symbolization.Lines;
using Xunit;

namespace Pprof.Tests.Symbolization;

/// <summary>The n-th await that a PDB lists is that of state n.</summary>
public sealed class AwaitLinesTests
{
    private const byte StoreField = 0x7D;
    private const byte Duplicate = 0x25;

    [Fact]
    public void Each_await_listed_follows_the_instruction_that_stores_its_number()
    {
        int machines = 0;
        foreach (Assembly assembly in new[] { typeof(AwaitLinesTests).Assembly, typeof(Profile).Assembly })
        {
            using PortablePdb pdb = PdbFinder.Find(assembly.Location, null)!;
            foreach (MethodInfo moveNext in assembly.GetTypes().Where(IsStateMachine).Select(MoveNext))
            {
                IReadOnlyList<int> awaits = pdb.FindAwaits(moveNext.MetadataToken)!;
                Assert.Equal(Enumerable.Range(0, awaits.Count), awaits.Select(offset => StateStoredBefore(moveNext.GetMethodBody()!.GetILAsByteArray()!, offset)));
                machines += awaits.Count > 0 ? 1 : 0;
            }
        }

        Assert.True(machines > 10, $"only {machines} state machines");
    }

    [Fact]
    public unsafe void A_list_that_ends_within_an_entry_is_refused()
    {
        byte[] blob = [0, 0, 0, 0, 1, 0, 0, 0, 2, 0];
        fixed (byte* start = blob)
        {
            nint address = (nint)start;
            Assert.Throws<BadImageFormatException>(() => SteppingInformation.Read(new BlobReader((byte*)address, blob.Length)));
        }
    }

    [Fact]
    public void Without_a_PDB_there_is_neither_file_nor_line()
    {
        AwaitLines lines = AwaitLines.Read(null, 0x06000001);

        Assert.Equal(("", 0, 0), (lines.FileName, lines.StartLine, lines.LineOf(0)));
    }

    // More awaits in one method than any other here, in all the places that the compiler treats in its own way.
    internal static async IAsyncEnumerable<int> Everywhere(Task task, int n)
    {
        await task;
        try
        {
            await using Disposable disposable = new();
            yield return n switch { 0 => await Number(task), 1 => await Number(task) + await Number(task), _ => 2 };
            await foreach (int one in Everywhere(task, n - 1))
            {
                yield return one;
            }
        }
        finally
        {
            await task;
        }

        yield return await Number(task);
        while (await Number(task) < n)
        {
            try
            {
                await task;
            }
            catch (InvalidOperationException) when (n > 3)
            {
                await task;
            }
            finally
            {
                await task;
            }
        }
    }

    private static async Task<int> Number(Task task)
    {
        Func<Task> lambda = async () => await task;
        await lambda();
        return await Task.FromResult(1) + await Task.FromResult(2);
    }

    private static bool IsStateMachine(Type type) =>
        typeof(IAsyncStateMachine).IsAssignableFrom(type) && type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.IsInterface;

    private static MethodInfo MoveNext(Type machine) => machine.GetMethod("MoveNext", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!;

    // "ldc.i4 state; dup; stloc; stfld <>1__state" and, in debug code, nops.
    private static int StateStoredBefore(byte[] il, int offset)
    {
        int at = offset;
        while (il[at - 1] == 0)
        {
            at--;
        }

        Assert.Equal(StoreField, il[at - 5]);
        int duplicate = Array.LastIndexOf(il, Duplicate, at - 6, 6);
        return il[duplicate - 1] is >= 0x16 and <= 0x1E and byte small ? small - 0x16 : (sbyte)il[duplicate - 1];
    }

    private sealed class Disposable : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Task.Yield();
    }
}
