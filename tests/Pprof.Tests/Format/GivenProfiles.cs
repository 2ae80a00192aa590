using Pprof.Format;

namespace Pprof.Tests.Format;

/// <summary>Profiles that tests begin from.</summary>
internal static class GivenProfiles
{
    /// <summary>Names of .NET with everything that a demangler for C++ would cut away.</summary>
    public static readonly string[] DotNetNames =
    [
        "List<T>.Add(T)",
        "List`1[System.Int32].Add(System.Int32)",
        "Foo`2<System.String,System.Int32>.Bar",
        "Program.<Main>$(string[])",
        "Program.<>c__DisplayClass0_0.<Run>b__1(int)",
        "native::space::function(char const*)",
        "Operators.operator <(Money, Money)",
        "[lost]",
    ];

    /// <summary>Two stacks, two functions at one inlined location, every field of the format in use.</summary>
    public static ProfileData Small()
    {
        Mapping mapping = new() { Id = new(1), MemoryStart = 0x1000, MemoryLimit = 0x9000, FileOffset = 0x40, FileName = "/app/app.dll", BuildId = "abc", HasFunctions = true, HasFileNames = true, HasLineNumbers = true, HasInlineFrames = true };
        Function main = new() { Id = new(1), Name = "Program.Main(string[])", SystemName = "Program::Main", FileName = "/src/Program.cs", StartLine = 3 };
        Function work = new() { Id = new(2), Name = "Program.Work<int>()", FileName = "/src/Program.cs", StartLine = 10 };
        Location leaf = new() { Id = new(1), Mapping = mapping, Address = 0x1234, Lines = [new(work, 12, 5), new(main, 4)], IsFolded = true };
        Location root = new() { Id = new(2), Mapping = mapping, Address = 0x2000, Lines = [new(main, 5)] };
        Location bare = new() { Id = new(3), Address = ulong.MaxValue };
        return new ProfileData
        {
            SampleTypes = [new("samples", "count"), new("cpu", "nanoseconds")],
            PeriodType = new("cpu", "nanoseconds"),
            Period = 10_000_000,
            TimeNanos = 1_700_000_000_000_000_000,
            DurationNanos = 2_000_000_000,
            DefaultSampleType = "cpu",
            DropFrames = "Drop.*",
            KeepFrames = "Keep.*",
            DocUrl = "https://example.org/doc",
            Comments = ["engine: timers", "rate: 100 Hz"],
            Mappings = [mapping],
            Functions = [main, work],
            Locations = [leaf, root, bare],
            Samples =
            [
                new() { Locations = [leaf, root], Values = [3, 30_000_000], Labels = [Label.OfText("user", "anna"), Label.OfNumber("bytes", 512), Label.OfNumber("wait", 7, "milliseconds")] },
                new() { Locations = [bare, leaf, root], Values = [-1, long.MinValue] },
                new() { Values = [1, 10_000_000] },
            ],
        };
    }

    /// <summary>One sample for each name, each with its own function; totals are 1, 2, 3, …</summary>
    public static ProfileData WithFunctions(IReadOnlyList<string> names)
    {
        Mapping mapping = new() { Id = new(1), MemoryStart = 0x1000, MemoryLimit = 0x100000, FileName = "/app/app", HasFunctions = true };
        List<Function> functions = [.. names.Select((name, i) => new Function { Id = new((ulong)i + 1), Name = name, SystemName = name, FileName = "/src/a.cs" })];
        List<Location> locations = [.. functions.Select(f => new Location { Id = new(f.Id.Value), Mapping = mapping, Address = 0x1000 + (f.Id.Value * 16), Lines = [new(f, 7)] })];
        return new ProfileData
        {
            SampleTypes = [new("samples", "count")],
            Mappings = [mapping],
            Functions = functions,
            Locations = locations,
            Samples = [.. locations.Select((location, i) => new Sample { Locations = [location], Values = [i + 1] })],
        };
    }

    public static byte[] Write(ProfileData profile)
    {
        MemoryStream stream = new();
        profile.WriteTo(stream);
        return stream.ToArray();
    }
}
