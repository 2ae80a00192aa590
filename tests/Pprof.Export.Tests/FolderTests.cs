using Microsoft.Extensions.Time.Testing;
using Pprof.Export.Collecting;
using Pprof.Export.Folder;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Export.Tests;

public sealed class FolderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Folder_holds_the_newest_profiles_up_to_its_size_and_leaves_other_files_alone()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("notes.txt"), new string('x', 1000));
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        using FolderTarget target = new(new FolderExport(folder.PathOf()) { MaxBytes = 350 }, clock);
        for (int i = 0; i < 10; i++)
        {
            await target.SendAsync(new ExportedProfile($"kind{i}", new byte[100], clock.GetUtcNow(), TimeSpan.Zero), Cancel);
            File.SetLastWriteTimeUtc(Newest(folder, i), DateTime.UtcNow.AddSeconds(i - 20));
        }

        Assert.Equal(["notes.txt", "kind7", "kind8", "kind9"], Names(folder));
    }

    [Fact]
    public async Task Profiles_that_are_too_old_go_however_small_they_are()
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        using FolderTarget target = new(new FolderExport(folder.PathOf()) { MaxAge = TimeSpan.FromDays(1) }, clock);
        await target.SendAsync(new ExportedProfile("old", new byte[1], clock.GetUtcNow(), TimeSpan.Zero), Cancel);
        clock.Advance(TimeSpan.FromHours(23));
        await target.SendAsync(new ExportedProfile("young", new byte[1], clock.GetUtcNow(), TimeSpan.Zero), Cancel);
        Assert.Equal(["old", "young"], Names(folder));

        File.SetLastWriteTimeUtc(Directory.GetFiles(folder.PathOf(), "*young*").Single(), clock.GetUtcNow().UtcDateTime);
        clock.Advance(TimeSpan.FromHours(2));
        await target.SendAsync(new ExportedProfile("new/one", new byte[1], clock.GetUtcNow(), TimeSpan.Zero), Cancel);

        // Written just now by the system's clock, which is a day behind the test's: the same rule takes it.
        Assert.Equal(["young"], Names(folder));
    }

    private static string Newest(TemporaryFolder folder, int number) => Directory.GetFiles(folder.PathOf(), $"*-kind{number}-*").Single();

    private static IEnumerable<string> Names(TemporaryFolder folder) =>
        Directory.GetFiles(folder.PathOf()).Select(Path.GetFileName).Select(name => name!.StartsWith("pprof-", StringComparison.Ordinal) ? name.Split('-')[2] : name)
            .Order(StringComparer.Ordinal).OrderBy(name => name == "notes.txt" ? 0 : 1);
}
