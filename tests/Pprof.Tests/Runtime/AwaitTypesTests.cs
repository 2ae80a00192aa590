using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.InteropServices;
using Pprof.Runtime;
using Xunit;

namespace Pprof.Tests.Runtime;

/// <summary>Types are told by an address that may be any number.</summary>
public sealed unsafe class AwaitTypesTests
{
    private readonly AwaitTypes _types;

    public AwaitTypesTests()
    {
        RuntimePart<AwaitTypes> types = RuntimeDescription.Current.Descriptor.Then(AwaitTypes.TryCreate);
        Assert.True(types.Value is not null, types.Reason);
        _types = types.Value;
    }

    [Fact]
    public void Box_of_an_async_method_has_its_machine()
    {
        TaskCompletionSource source = new();
        Task task = Awaiting.WaitFor(source.Task);

        AwaitType? type = Learn(task.GetType());

        Assert.Equal(AwaitKind.Box, type?.Kind);
        Assert.Contains(nameof(Awaiting.WaitFor), type!.Machine!.Name, StringComparison.Ordinal);
        Assert.True(type.LeadsAsTask);
        source.SetResult();
    }

    [Theory]
    [InlineData(typeof(Task), AwaitKind.Task)]
    [InlineData(typeof(Task<string>), AwaitKind.Task)]
    [InlineData(typeof(string), AwaitKind.Other)]
    [InlineData(typeof(object), AwaitKind.Other)]
    [InlineData(typeof(List<Task>), AwaitKind.Other)]
    [InlineData(typeof(byte[]), AwaitKind.Other)]
    internal void Other_types_are_what_they_are(Type type, AwaitKind kind) => Assert.Equal(kind, Learn(type)?.Kind);

    [Fact]
    public void Types_that_may_be_unloaded_are_not_told()
    {
        ModuleBuilder module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Passing"), AssemblyBuilderAccess.RunAndCollect).DefineDynamicModule("m");
        Type type = module.DefineType("Gone").CreateType();

        Assert.Null(Learn(type));
        Assert.Null(Learn(typeof(List<>).MakeGenericType(type)));
    }

    [Fact]
    public void Words_that_are_no_type_are_not_told()
    {
        ulong type = (ulong)typeof(Task).TypeHandle.Value;
        ulong* memory = (ulong*)NativeMemory.AllocZeroed(256);
        ulong[] words = [0UL, 1, 8, type + 8, type - 8, type + 4, (ulong)memory, 0x7fff_ffff_f000, ulong.MaxValue];
        Assert.All(words, word => Assert.Null(_types.Learn(word)));
        // A copy of a type is none: its description points back to the original.
        new ReadOnlySpan<byte>((void*)type, 64).CopyTo(new Span<byte>(memory, 64));
        Assert.Null(_types.Learn((ulong)memory));
        NativeMemory.Free(memory);
    }

    [Fact]
    public void Table_has_what_was_learned_and_nothing_else()
    {
        ulong type = (ulong)typeof(Task<Guid>).TypeHandle.Value;
        _types.Learn(type);

        AwaitEntry* entry = AwaitTable.Find(AwaitTable.Entries, type);
        Assert.True(entry != null);
        Assert.Equal(AwaitTraits.Leads | AwaitTraits.RunsDelegate, entry->Traits);
        Assert.True(AwaitTable.Find(AwaitTable.Entries, type + 8) == null);
    }

    [Fact]
    public void Offsets_of_fields_are_known_here() => Assert.True(FieldOffsets.AreKnown);

    private AwaitType? Learn(Type type) => _types.Learn((ulong)type.TypeHandle.Value);
}

/// <summary>No method of an unsafe class may await.</summary>
file static class Awaiting
{
    public static async Task WaitFor(Task task) => await task;
}
