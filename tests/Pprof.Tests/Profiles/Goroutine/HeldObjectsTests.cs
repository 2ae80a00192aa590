using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pprof.Profiles.Goroutine;
using Pprof.Profiles.Operations;
using Pprof.Sampling;
using Xunit;

namespace Pprof.Tests.Profiles.Goroutine;

public sealed class HeldObjectsTests
{
    // On the pinned heap nothing moves, whatever other tests do.
    private readonly byte[] _one = GC.AllocateArray<byte>(1, pinned: true);
    private readonly byte[] _other = GC.AllocateArray<byte>(1, pinned: true);

    [Fact]
    public void Object_whose_address_is_on_the_stack_or_in_a_register_is_held()
    {
        HeldObjects objects = new([_one, _other]);

        Assert.Equal([_one], Undisturbed(objects, [1, AddressOf(_one), 0], default));
        Assert.Equal([_other], Undisturbed(objects, [1, 2], new Registers { Rbx = AddressOf(_other) }));
        Assert.Empty(Undisturbed(objects, [AddressOf(_one) + 8, AddressOf(_one) - 8], default));
    }

    [Fact]
    public void Address_is_no_proof_once_a_collection_came_between()
    {
        HeldObjects objects = new([_one]);
        objects.Begin();
        GC.Collect(0);

        Assert.Empty(In(objects, [AddressOf(_one)], default));
        Assert.True(objects.WasDisturbed);
    }

    [Fact]
    public void Nothing_to_look_for_is_never_disturbed()
    {
        HeldObjects objects = new([]);
        objects.Begin();
        GC.Collect(0);

        Assert.Empty(In(objects, [0], default));
        Assert.False(objects.WasDisturbed);
    }

    // Other tests of this process collect as well.
    private static IReadOnlyList<object> Undisturbed(HeldObjects objects, ulong[] words, Registers registers)
    {
        IReadOnlyList<object> held;
        do
        {
            objects.Begin();
            held = In(objects, words, registers);
        }
        while (objects.WasDisturbed);

        return held;
    }

    private static IReadOnlyList<object> In(HeldObjects objects, ulong[] words, in Registers registers) =>
        objects.In(new RawStack(registers, 4096, MemoryMarshal.AsBytes<ulong>(words), frameChain: 0));

    private static unsafe ulong AddressOf(byte[] array) => *(ulong*)Unsafe.AsPointer(ref array);
}
