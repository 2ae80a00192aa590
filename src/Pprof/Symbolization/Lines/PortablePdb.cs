using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Pprof.Symbolization.Async;

namespace Pprof.Symbolization.Lines;

/// <summary>An open portable PDB, a copy in memory: a mapped file that is rewritten under us would end the process.</summary>
internal sealed class PortablePdb : IDisposable
{
    private readonly MetadataReaderProvider _provider;
    private readonly MetadataReader _reader;

    /// <summary>Takes ownership of <paramref name="provider"/>.</summary>
    /// <exception cref="BadImageFormatException">It is not a PDB.</exception>
    public PortablePdb(MetadataReaderProvider provider)
    {
        _provider = provider;
        _reader = provider.GetMetadataReader();
    }

    /// <summary>What the assembly's debug directory must repeat.</summary>
    public BlobContentId? Id => _reader.DebugMetadataHeader is { } header ? new BlobContentId(header.Id) : null;

    public int Length => _reader.MetadataLength;

    /// <summary>Null when the method has no lines or the PDB is damaged there.</summary>
    public MethodLines? Find(int methodToken) =>
        Read(methodToken, method => MethodLines.Read(_reader, _reader.GetMethodDebugInformation(method)));

    /// <summary>IL offset of the await of each state of a state machine; null when the method has none or the PDB is damaged there.</summary>
    /// <param name="moveNextToken">Of the method the machine runs.</param>
    public IReadOnlyList<int>? FindAwaits(int moveNextToken) => Read(moveNextToken, method => SteppingInformation.Read(_reader, method));

    public void Dispose() => _provider.Dispose();

    private T? Read<T>(int methodToken, Func<MethodDefinitionHandle, T?> read)
        where T : class
    {
        try
        {
            EntityHandle handle = MetadataTokens.EntityHandle(methodToken);
            int row = MetadataTokens.GetRowNumber(handle);
            bool isKnown = handle.Kind == HandleKind.MethodDefinition && row > 0 && row <= _reader.MethodDebugInformation.Count;
            return isKnown ? read((MethodDefinitionHandle)handle) : null;
        }
        catch (Exception)
        {
            // What a damaged PDB makes the reader throw, it does not say: an overflow has been seen.
            return null;
        }
    }
}
