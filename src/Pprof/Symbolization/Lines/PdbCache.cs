namespace Pprof.Symbolization.Lines;

/// <summary>
/// The PDBs of the modules met so far, opened at the first question about each; a module without one is remembered as such.
/// Owner of the parts.
/// </summary>
/// <param name="mostBytes">
/// How much PDB data is held at once. Beyond it further modules have no lines: 256 MB is some thousand average assemblies with PDBs.
/// </param>
internal sealed class PdbCache(long mostBytes = 256 << 20) : IDisposable
{
    private readonly Dictionary<(string Path, Guid? Id), PortablePdb?> _byModule = [];
    private long _bytes;

    public PortablePdb? Find(string modulePath, Guid? moduleId)
    {
        if (modulePath.Length == 0)
        {
            return null;
        }

        if (!_byModule.TryGetValue((modulePath, moduleId), out PortablePdb? pdb))
        {
            pdb = _bytes < mostBytes ? PdbFinder.Find(modulePath, moduleId) : null;
            _bytes += pdb?.Length ?? 0;
            _byModule.Add((modulePath, moduleId), pdb);
        }

        return pdb;
    }

    public void Dispose()
    {
        foreach (PortablePdb? pdb in _byModule.Values)
        {
            pdb?.Dispose();
        }

        _byModule.Clear();
    }
}
