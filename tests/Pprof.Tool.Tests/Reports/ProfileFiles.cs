using Pprof.Format;
using Pprof.TestSupport;

namespace Pprof.Tool.Tests.Reports;

/// <summary>Two profiles of one program in a folder: before and after something became slower.</summary>
internal sealed class ProfileFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ProfileFiles()
    {
        Before = Write("before.pb.gz", 1);
        After = Write("after.pb.gz", 3);
    }

    public string Before { get; }

    public string After { get; }

    public string PathOf(string name) => _folder.PathOf(name);

    public void Dispose() => _folder.Dispose();

    private string Write(string name, long factor)
    {
        string path = PathOf(name);
        using FileStream file = File.Create(path);
        Make(factor).WriteTo(file);
        return path;
    }

    private static ProfileData Make(long factor)
    {
        Function[] functions =
            [.. new[] { "Shop.Main", "Shop.Cart.Add", "Shop.Cart.Total", "System.String.Concat" }.Select((name, i) =>
            new Function { Id = new FunctionId((ulong)i + 1), Name = name, FileName = "/build/Shop.cs",
                StartLine = 10 * (i + 1) })];
        Location[] locations =
            [.. functions.Select(
            (function, i) =>
            new Location { Id = new LocationId((ulong)i + 1), Address = 0x100 + (ulong)i,
            Lines = [new Line(function, function.StartLine + 2)] })];
        return new ProfileData
        {
            SampleTypes = [new SampleType("samples", "count"), new SampleType("cpu", "nanoseconds")],
            Functions = functions,
            Locations = locations,
            Comments = ["taken by a test"],
            DurationNanos = 2_000_000_000,
            Samples =
            [
                new Sample { Locations = [locations[3], locations[1], locations[0]],
                    Values = [factor, factor * 10_000_000], Labels = [Label.OfText("route", "/cart")] },
                new Sample { Locations = [locations[2], locations[0]], Values = [4, 40_000_000] },
            ],
        };
    }
}
