namespace Pprof.Format;

/// <summary>The second pass: makes the objects, those that are referred to before those that refer.</summary>
internal readonly ref struct ModelReader
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly ProfileSections _sections;
    private readonly IdTable<Mapping> _mappingIds;
    private readonly IdTable<Function> _functionIds;
    private readonly IdTable<Location> _locationIds;
    private readonly LocationReader _locationReader;
    private readonly SampleReader _sampleReader;

    public ModelReader(ReadOnlySpan<byte> data, ProfileSections sections, ReadBudget budget)
    {
        _data = data;
        _sections = sections;
        _mappingIds = new IdTable<Mapping>(sections.Mappings.Count);
        _functionIds = new IdTable<Function>(sections.Functions.Count);
        _locationIds = new IdTable<Location>(sections.Locations.Count);
        _locationReader = new LocationReader(_mappingIds, _functionIds, budget);
        _sampleReader = new SampleReader(_locationIds, sections, budget);
    }

    public ProfileData Read()
    {
        DecodedHeader header = _sections.Header;
        DecodedStrings strings = _sections.Strings;
        return new ProfileData
        {
            SampleTypes = ReadSampleTypes(),
            PeriodType = _sections.PeriodType is { } range ? ReadType(range) : null,
            Mappings = ReadMappings(),
            Functions = ReadFunctions(),
            Locations = ReadLocations(),
            Samples = ReadSamples(),
            Period = header.Period,
            TimeNanos = header.TimeNanos,
            DurationNanos = header.DurationNanos,
            DropFrames = strings.Find(header.DropFrames),
            KeepFrames = strings.Find(header.KeepFrames),
            DefaultSampleType = strings.Find(header.DefaultSampleType),
            DocUrl = strings.Find(header.DocUrl),
            Comments = header.Comments.ConvertAll(strings.Find),
        };
    }

    private SampleType[] ReadSampleTypes()
    {
        SampleType[] types = new SampleType[_sections.SampleTypes.Count];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = ReadType(_sections.SampleTypes[i]);
        }

        return types;
    }

    private SampleType ReadType(MessageRange range)
    {
        ProtoReader reader = range.Open("ValueType", _data);
        return SampleTypeReader.Read(ref reader, _sections.Strings);
    }

    private Mapping[] ReadMappings()
    {
        Mapping[] mappings = new Mapping[_sections.Mappings.Count];
        for (int i = 0; i < mappings.Length; i++)
        {
            ProtoReader reader = _sections.Mappings[i].Open("Mapping", _data);
            mappings[i] = MappingReader.Read(ref reader, _sections.Strings);
            Claim(_mappingIds, mappings[i].Id.Value, mappings[i], reader);
        }

        return mappings;
    }

    private Function[] ReadFunctions()
    {
        Function[] functions = new Function[_sections.Functions.Count];
        for (int i = 0; i < functions.Length; i++)
        {
            ProtoReader reader = _sections.Functions[i].Open("Function", _data);
            functions[i] = FunctionReader.Read(ref reader, _sections.Strings);
            Claim(_functionIds, functions[i].Id.Value, functions[i], reader);
        }

        return functions;
    }

    private Location[] ReadLocations()
    {
        Location[] locations = new Location[_sections.Locations.Count];
        for (int i = 0; i < locations.Length; i++)
        {
            ProtoReader reader = _sections.Locations[i].Open("Location", _data);
            locations[i] = _locationReader.Read(ref reader);
            Claim(_locationIds, locations[i].Id.Value, locations[i], reader);
        }

        return locations;
    }

    private Sample[] ReadSamples()
    {
        Sample[] samples = new Sample[_sections.Samples.Count];
        for (int i = 0; i < samples.Length; i++)
        {
            ProtoReader reader = _sections.Samples[i].Open("Sample", _data);
            samples[i] = _sampleReader.Read(ref reader);
        }

        return samples;
    }

    private static void Claim<T>(IdTable<T> ids, ulong id, T item, ProtoReader reader)
        where T : class
    {
        if (id == 0)
        {
            throw reader.Error("the id is missing or 0");
        }

        if (!ids.TryAdd(id, item))
        {
            throw reader.Error($"there are two of id {id}");
        }
    }
}
