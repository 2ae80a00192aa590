using System.Reflection.Metadata;
using Pprof.Runtime.DebugInfo;

namespace Pprof.Symbolization.Lines;

/// <summary>The sequence points of one method that its user can see, all of one file.</summary>
/// <param name="fileName">As the PDB records it.</param>
/// <param name="ilOffsets">Ascending.</param>
/// <param name="lines">The line from each offset on.</param>
internal sealed class MethodLines(string fileName, int[] ilOffsets, int[] lines)
{
    public string FileName => fileName;

    public int StartLine => lines[0];

    /// <summary>
    /// Null when the method has no visible point. Hidden points (the compiler's own jumps and checks) are left out, so that their code counts for the
    /// statement before; so are the few points of other files that <c>#line</c> can make, since a function of a profile has one file.
    /// </summary>
    public static MethodLines? Read(MetadataReader pdb, MethodDebugInformation method)
    {
        // By hand: queries over a struct of another library would be compiled anew in every process, while it is profiled.
        List<int> offsets = [];
        List<int> lines = [];
        DocumentHandle document = default;
        foreach (SequencePoint point in method.GetSequencePoints())
        {
            document = offsets.Count == 0 && !point.IsHidden ? point.Document : document;
            if (!point.IsHidden && !document.IsNil && point.Document == document)
            {
                offsets.Add(point.Offset);
                lines.Add(point.StartLine);
            }
        }

        return offsets.Count == 0 ? null : new MethodLines(pdb.GetString(pdb.GetDocument(document).Name), [.. offsets], [.. lines]);
    }

    /// <summary>The line of an IL offset, or of one of the special values of <see cref="NativeMap"/>.</summary>
    public int LineAt(int ilOffset)
    {
        if (ilOffset < 0)
        {
            return ilOffset == NativeMap.Epilog ? lines[^1] : StartLine;
        }

        int index = Array.BinarySearch(ilOffsets, ilOffset);
        index = index < 0 ? ~index - 1 : index;
        return index < 0 ? StartLine : lines[index];
    }
}
