using System.Diagnostics.CodeAnalysis;

namespace Pprof.Format;

/// <summary>
/// A table's entries by id. Ids up to the number of entries, which is what writers use, are an array index; others are hashed with
/// a secret seed, so that a hostile file cannot choose ids that all collide.
/// </summary>
internal sealed class IdTable<T>(int count)
    where T : class
{
    private readonly T?[] _dense = new T?[count + 1];
    private readonly Dictionary<ulong, T> _sparse = new(SeededIdComparer.Instance);

    /// <returns>False when the id is taken.</returns>
    public bool TryAdd(ulong id, T item)
    {
        if (id >= (ulong)_dense.Length)
        {
            return _sparse.TryAdd(id, item);
        }

        if (_dense[id] is not null)
        {
            return false;
        }

        _dense[id] = item;
        return true;
    }

    public bool TryFind(ulong id, [NotNullWhen(true)] out T? item)
    {
        if (id >= (ulong)_dense.Length)
        {
            return _sparse.TryGetValue(id, out item);
        }

        item = _dense[id];
        return item is not null;
    }
}
