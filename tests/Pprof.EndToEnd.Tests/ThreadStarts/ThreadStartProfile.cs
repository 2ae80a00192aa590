using Pprof.EventPipe.Hub;
using Pprof.TestSupport;

namespace Pprof.EndToEnd.Tests.ThreadStarts;

/// <summary>A profile of thread starts of a test's own, with a session of its own, read back by the schema's generated classes.</summary>
internal sealed class ThreadStartProfile : IDisposable
{
    private readonly EventHub _hub = new();

    public ThreadStartProfile() => Source = new Pprof.Profiles.ThreadStarts.ThreadStartProfile(_hub);

    public Pprof.Profiles.ThreadStarts.ThreadStartProfile Source { get; }

    public byte[] Write(int debug = 0)
    {
        using MemoryStream stream = new();
        Source.WriteTo(stream, debug);
        return stream.ToArray();
    }

    public TestSupport.Proto.Profile Read() => ProfileOracle.AssertValid(Write());

    public static long CountAt(TestSupport.Proto.Profile profile, string leaf) =>
        profile.Sample.Where(sample => ProfileOracle.Names(profile, sample).First() == leaf).Sum(sample => sample.Value[0]);

    public static IEnumerable<string> Comments(TestSupport.Proto.Profile profile) => profile.Comment.Select(index => profile.StringTable[(int)index]);

    public void Dispose()
    {
        if (_hub.HasSession)
        {
            Source.Disable();
        }
    }
}
