namespace Pprof.Runtime.DebugInfo;

/// <summary>Which IL the instructions of one compiled body came from. Sorted by native offset.</summary>
/// <param name="nativeOffsets">From the body's first instruction, ascending.</param>
/// <param name="ilOffsets">The IL offset from there on, or one of the constants below.</param>
internal sealed class NativeMap(uint[] nativeOffsets, int[] ilOffsets)
{
    public const int NoMapping = -1;
    public const int Prolog = -2;
    public const int Epilog = -3;

    public int Count => ilOffsets.Length;

    /// <summary>
    /// The IL offset at a native one, or <see cref="Prolog"/> or <see cref="Epilog"/>. Instructions without a mapping of their own
    /// belong to what precedes them, unless that is an epilog: what the compiler has moved behind it (cold blocks) is from anywhere in the method, which
    /// is what <see cref="Prolog"/> stands for. Of several entries at one offset the last counts: the others have no instructions.
    /// </summary>
    public int ILOffsetAt(uint nativeOffset)
    {
        int index = Array.BinarySearch(nativeOffsets, nativeOffset);
        int own = index < 0 ? ~index - 1 : LastOf(index);
        index = own;
        while (index > 0 && ilOffsets[index] == NoMapping)
        {
            index--;
        }

        bool isUnknown = index < 0 || ilOffsets[index] == NoMapping || (index < own && ilOffsets[index] == Epilog);
        return isUnknown ? Prolog : ilOffsets[index];
    }

    private int LastOf(int index)
    {
        while (index + 1 < nativeOffsets.Length && nativeOffsets[index + 1] == nativeOffsets[index])
        {
            index++;
        }

        return index;
    }
}
