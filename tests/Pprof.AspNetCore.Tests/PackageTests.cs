using Pprof.Tests.PublicApi;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>What the package shows, and the rules its sources keep.</summary>
public sealed class PackageTests
{
    private static readonly string s_sources = Path.Combine(Clone.Root, "src", "Pprof.AspNetCore");

    [Fact]
    public void Public_surface_is_the_approved_one()
    {
        string approved = Path.Combine(Clone.Root, "tests", "Pprof.AspNetCore.Tests", "PublicApi.approved.txt");
        string actual = PublicApiText.Of(typeof(PprofOptions).Assembly);
        if (actual != File.ReadAllText(approved))
        {
            string received = Path.Combine(AppContext.BaseDirectory, "PublicApi.received.txt");
            File.WriteAllText(received, actual);
            Assert.Fail($"The public API changed. If that is intended: cp {received} {approved}\n{actual}");
        }
    }

    [Fact]
    public void Sources_are_short_and_never_use_the_console() => Assert.Empty(
        from path in Directory.EnumerateFiles(s_sources, "*.cs", SearchOption.AllDirectories)
        let text = File.ReadAllText(path)
        where text.AsSpan().Count('\n') > 150 || text.Contains("Console.", StringComparison.Ordinal)
        select path);

    // Profiling is the library's affair: of its inside this package sees the names of addresses, and starts threads as the library does, which profiles leave out.
    [Fact]
    public void Sources_use_what_users_can_use_but_for_two_doors() => Assert.Equal(
        ["SymbolEndpoint.cs: using Pprof.Profiles.Naming;", "AnswerThreads.cs: using Pprof.Threads;"],
        from path in Directory.EnumerateFiles(s_sources, "*.cs", SearchOption.AllDirectories).Order()
        from line in File.ReadLines(path)
        where line.StartsWith("using Pprof.", StringComparison.Ordinal) && !line.StartsWith("using Pprof.AspNetCore", StringComparison.Ordinal)
        select $"{Path.GetFileName(path)}: {line}");
}
