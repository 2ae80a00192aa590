using Pprof.Tests.Architecture;
using Xunit;

namespace Pprof.Tests.PublicApi;

/// <summary>The public surface is a text file under review.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Public_surface_is_the_approved_one()
    {
        string folder = Repository.PathOf("tests", "Pprof.Tests", "PublicApi");
        string approved = File.ReadAllText(Path.Combine(folder, "PublicApi.approved.txt"));
        string actual = PublicApiText.Of(typeof(Pprof.Unwinding.StackEnd).Assembly);
        if (actual != approved)
        {
            string received = Path.Combine(AppContext.BaseDirectory, "PublicApi.received.txt");
            File.WriteAllText(received, actual);
            Assert.Fail($"The public API changed. If that is intended: cp {received} {folder}/PublicApi.approved.txt\n{actual}");
        }
    }
}
