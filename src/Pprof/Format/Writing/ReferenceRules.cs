using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Pprof.Format;

/// <summary>What readers demand of a profile's numbers: ids that are unique and not 0, references that lead somewhere, values that match the types.</summary>
internal sealed class ReferenceRules
{
    private readonly IdSet _mappings = new();
    private readonly IdSet _functions = new();
    private readonly IdSet _locations = new();
    private readonly HashSet<ulong> _missingMappings = [];
    private bool _hasSamples;

    public void OnSampleType()
    {
        if (_hasSamples)
        {
            throw new InvalidOperationException("A sample has been added, so its number of values is fixed. Add all sample types before the first sample.");
        }
    }

    public void OnMapping(MappingId id)
    {
        Claim(_mappings, id.Value, "mapping");
        _missingMappings.Remove(id.Value);
    }

    public void OnFunction(FunctionId id) => Claim(_functions, id.Value, "function");

    public void OnLocation(LocationId id, MappingId mapping, ReadOnlySpan<LineEntry> lines)
    {
        foreach (LineEntry line in lines)
        {
            if (!_functions.Contains(line.Function.Value))
            {
                ThrowUnknown("function", line.Function.Value, $"Location {id.Value}");
            }
        }

        Claim(_locations, id.Value, "location");
        if (mapping.Value != 0 && !_mappings.Contains(mapping.Value))
        {
            _missingMappings.Add(mapping.Value);
        }
    }

    /// <summary>Optimized from its first call, as the writing of lists is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void OnSample(ReadOnlySpan<LocationId> stack, int valueCount, int sampleTypeCount)
    {
        if (valueCount != sampleTypeCount || valueCount == 0)
        {
            ThrowValueCount(valueCount, sampleTypeCount);
        }

        foreach (LocationId location in stack)
        {
            if (!_locations.Contains(location.Value))
            {
                ThrowUnknown("location", location.Value, "The sample");
            }
        }

        _hasSamples = true;
    }

    public void OnFinish()
    {
        foreach (ulong id in _missingMappings)
        {
            throw new InvalidOperationException($"Locations refer to mapping {id}, which was never added. Add it before finishing.");
        }
    }

    private static void Claim(IdSet ids, ulong id, string table)
    {
        if (id == 0)
        {
            throw new ArgumentException($"0 says \"none\" and cannot be the id of a {table}. Number them from 1.", nameof(id));
        }

        if (!ids.Add(id))
        {
            throw new ArgumentException($"There is already a {table} with id {id}. Give each its own.", nameof(id));
        }
    }

    [DoesNotReturn]
    private static void ThrowUnknown(string table, ulong id, string referrer) =>
        throw new ArgumentException($"{referrer} refers to {table} {id}, which was not added. Add every {table} before what refers to it.");

    [DoesNotReturn]
    private static void ThrowValueCount(int valueCount, int sampleTypeCount) =>
        throw new ArgumentException(sampleTypeCount == 0
            ? "The profile has no sample types yet. Add them before the first sample."
            : $"The sample has {valueCount} values for {sampleTypeCount} sample types. Give one value for each type.");
}
