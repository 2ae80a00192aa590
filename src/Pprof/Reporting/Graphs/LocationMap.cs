using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// Something for each location of a profile. Writers number locations from 1, so it is an array in most profiles:
/// stacks name locations by the million.
/// </summary>
internal sealed class LocationMap<T>
{
    private const int Sparse = 4;

    private readonly T[]? _byId;
    private readonly Dictionary<ulong, T> _others = [];

    public LocationMap(IReadOnlyList<Location> locations, Func<Location, T> make)
    {
        ulong largest = locations.Count == 0 ? 0 : locations.Max(location => location.Id.Value);
        _byId = largest <= (ulong)(Sparse * locations.Count) + 16 ? new T[largest + 1] : null;
        foreach (Location location in locations)
        {
            T item = make(location);
            if (_byId is not null)
            {
                _byId[location.Id.Value] = item;
            }
            else
            {
                _others.Add(location.Id.Value, item);
            }
        }
    }

    public T this[Location location] => _byId is not null ? _byId[location.Id.Value] : _others[location.Id.Value];
}
