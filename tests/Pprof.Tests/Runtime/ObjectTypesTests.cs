using System.Reflection;
using System.Reflection.Emit;
using Pprof.Profiles.Heap;
using Pprof.Runtime;
using Xunit;

namespace Pprof.Tests.Runtime;

/// <summary>Types by their MethodTables, as events name them, and everything that is none.</summary>
public sealed class ObjectTypesTests
{
    private static readonly ObjectTypes s_types = RuntimeDescription.Current.Types.Value!;

    private static Type EntryOf<TKey, TValue>() =>
        typeof(Dictionary<,>).GetNestedType("Entry", BindingFlags.NonPublic)!.MakeGenericType(typeof(TKey), typeof(TValue)).MakeArrayType();

    public static TheoryData<Type> Types => [typeof(string), typeof(int[]), typeof(object[,]), typeof(List<string>), typeof(List<Guid>), EntryOf<int, string>(), typeof(Task<int>)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_that_is_never_freed_is_found(Type type) => Assert.Equal(type, s_types.Find(HandleOf(type)));

    [Fact]
    public void Type_that_may_be_freed_is_not()
    {
        AssemblyBuilder assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("freed"), AssemblyBuilderAccess.RunAndCollect);
        Type type = assembly.DefineDynamicModule("freed").DefineType("Freed").CreateType();

        Assert.Null(s_types.Find(HandleOf(type)));
        Assert.Null(s_types.Find(HandleOf(type.MakeArrayType())));
        Assert.Null(s_types.Find(HandleOf(typeof(List<>).MakeGenericType(type))));
    }

    [Fact]
    public void Other_memory_is_no_type()
    {
        ulong handle = HandleOf(typeof(List<string>));
        Assert.Null(s_types.Find(0));
        Assert.Null(s_types.Find(ulong.MaxValue));
        Assert.All(Enumerable.Range(1, 40), i => Assert.Null(s_types.Find(handle + (ulong)(i * 2))));
    }

    [Fact]
    public void Nested_types_of_the_heap_keep_their_outer_types()
    {
        InternedTypes types = new();
        int entries = types.Add(HandleOf(EntryOf<int, string>()), "Entry[System.Int32,System.__Canon][]");

        Assert.Equal("System.Collections.Generic.Dictionary<int, string>.Entry[]", types[entries]);
        Assert.Equal(entries, types.Add(HandleOf(EntryOf<int, string>()), "Entry[System.Int32,System.__Canon][]"));
        Assert.Equal("Gone", types[types.Add(8, "Gone")]);
        Assert.Equal(0, types.Add(HandleOf(typeof(string)), ""));
    }

    private static ulong HandleOf(Type type) => (ulong)type.TypeHandle.Value;
}
