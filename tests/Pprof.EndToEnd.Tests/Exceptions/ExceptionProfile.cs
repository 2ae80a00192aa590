using Pprof.EventPipe.Hub;
using Pprof.Profiles.Exceptions;
using Pprof.TestSupport;
using Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Exceptions;

/// <summary>A profile of exceptions of a test's own, with a session of its own, read back by the schema's generated classes.</summary>
internal sealed class ExceptionProfile : IDisposable
{
    public const int Thrown = 0;
    public const int Rethrown = 1;

    private readonly EventHub _hub = new();

    public ExceptionProfile() => Source = new ThrownExceptions(_hub);

    public ThrownExceptions Source { get; }

    public static ExceptionProfile Enabled()
    {
        ExceptionProfile profile = new();
        Xunit.Assert.Null(profile.Source.TryEnable());
        return profile;
    }

    public byte[] Write(int debug = 0)
    {
        using MemoryStream stream = new();
        Source.WriteTo(stream, debug);
        return stream.ToArray();
    }

    public TestSupport.Proto.Profile Read() => ProfileOracle.AssertValid(Write());

    /// <summary>What stands in a profile below a method of <see cref="Throwers"/>: other threads throw as well.</summary>
    /// <summary>Glue that the runtime has compiled for a call, and freed before the event was read, has no name.</summary>
    public const string Unknown = "[unknown managed code]";

    public static IEnumerable<Sample> Below(TestSupport.Proto.Profile profile, string method) =>
        profile.Sample.Where(sample => ProfileOracle.Names(profile, sample).Contains($"{typeof(Throwers).FullName}.{method}"));

    public static (long Thrown, long Rethrown) CountsBelow(TestSupport.Proto.Profile profile, string method)
    {
        Sample[] samples = [.. Below(profile, method)];
        return (samples.Sum(sample => sample.Value[Thrown]), samples.Sum(sample => sample.Value[Rethrown]));
    }

    /// <summary>Function and line of each frame, leaf first.</summary>
    public static IEnumerable<string> Lines(TestSupport.Proto.Profile profile, Sample sample)
    {
        Dictionary<ulong, Location> locations = profile.Location.ToDictionary(location => location.Id);
        Dictionary<ulong, Function> functions = profile.Function.ToDictionary(function => function.Id);
        return sample.LocationId.SelectMany(id => locations[id].Line).Select(line => $"{profile.StringTable[(int)functions[line.FunctionId].Name]}:{line.Line_}");
    }

    public void Dispose()
    {
        if (_hub.HasSession)
        {
            Source.Disable();
        }
    }
}
