using System.Reflection.Metadata;

namespace Pprof.Symbolization.Async;

/// <summary>
/// The awaits of one state machine as its PDB lists them: custom debug information of <c>MoveNext</c> of the kind
/// <c>54FD2AC5-E925-401A-9C2A-F94F171072F8</c>, made for debuggers to step over awaits.
/// </summary>
/// <remarks>
/// <code>
/// u32        offset of the catch handler plus one, or 0
/// per await, in the order of the states the compiler numbers from 0:
///   u32        IL offset right after the state was stored, within the statement that awaits
///   u32        IL offset where it is resumed
///   compressed row of the method resumed in, MoveNext itself
/// </code>
/// </remarks>
internal static class SteppingInformation
{
    private static readonly Guid s_kind = new("54FD2AC5-E925-401A-9C2A-F94F171072F8");

    /// <summary>IL offset of the await of each state; none when the PDB does not tell.</summary>
    /// <exception cref="BadImageFormatException">The PDB is damaged.</exception>
    public static IReadOnlyList<int> Read(MetadataReader pdb, MethodDefinitionHandle moveNext)
    {
        foreach (CustomDebugInformationHandle handle in pdb.GetCustomDebugInformation(moveNext))
        {
            CustomDebugInformation information = pdb.GetCustomDebugInformation(handle);
            if (pdb.GetGuid(information.Kind) == s_kind)
            {
                return Read(pdb.GetBlobReader(information.Value));
            }
        }

        return [];
    }

    /// <exception cref="BadImageFormatException">The blob ends within an entry.</exception>
    internal static IReadOnlyList<int> Read(BlobReader blob)
    {
        List<int> offsets = [];
        blob.ReadUInt32();
        while (blob.RemainingBytes > 0)
        {
            offsets.Add(blob.ReadInt32());
            blob.ReadUInt32();
            blob.ReadCompressedInteger();
        }

        return offsets;
    }
}
