using System.Reflection;
using System.Runtime.CompilerServices;
using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// Where in an object a field lies. The runtime keeps it in the low 27 bits of the second word of a field's
/// description, which the contract descriptor does not
/// name. So it is compared with what the compiler's own code reads, before it is trusted. Ordinary threads.
/// </summary>
internal static class FieldOffsets
{
    private const ulong WordInDescription = 12;
    private const uint OffsetMask = (1 << 27) - 1;

    /// <summary>Whether the description is what it is known to be.</summary>
    public static bool AreKnown { get; } = Probe();

    /// <summary>From the object, or within the value, that the field is declared by; -1 when it cannot be
    /// read.</summary>
    public static int Of(FieldInfo field)
    {
        ulong description = (ulong)field.FieldHandle.Value;
        bool isRead = SafeMemory.TryRead(description + WordInDescription, out uint word);
        int offset = (int)(word & OffsetMask);
        return !isRead ? -1 : field.DeclaringType!.IsValueType ? offset : offset + IntPtr.Size;
    }

    private static bool Probe()
    {
        const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public;
        ObjectProbe one = new();
        return IsAt(typeof(ObjectProbe).GetField(nameof(ObjectProbe.Number), Instance)!, Distance(one, ref Unsafe.As<int, byte>(ref one.Number)))
            && IsAt(typeof(ObjectProbe).GetField(nameof(ObjectProbe.Value), Instance)!, Distance(one, ref Unsafe.As<ValueProbe, byte>(ref one.Value)))
            && IsAt(typeof(ValueProbe).GetField(nameof(ValueProbe.Second), Instance)!,
                (int)Unsafe.ByteOffset(ref Unsafe.As<ValueProbe, byte>(ref one.Value), ref Unsafe.As<object?, byte>(ref one.Value.Second)));
    }

    private static bool IsAt(FieldInfo field, int offset) => Of(field) == offset;

    // The first field of any class lies right behind the word that names the object's type.
    private static int Distance(ObjectProbe one, ref byte field) =>
        IntPtr.Size + (int)Unsafe.ByteOffset(ref Unsafe.As<FirstField>(one).Byte, ref field);

    private sealed class FirstField
    {
        public byte Byte;
    }

    private sealed class ObjectProbe
    {
        public object? First;
        public ValueProbe Value;
        public int Number = 1;

        public override string ToString() => $"{First}{Value.First}{Number}";
    }

    private struct ValueProbe
    {
        public object? First;
        public object? Second;
    }
}
