using System.Runtime.InteropServices;
using Pprof.Images;
using Xunit;

namespace Pprof.Tests.Images;

/// <summary>What lies behind a name that somebody else chose is opened without waiting, and used only if it is a file.</summary>
public sealed partial class RegularFileTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("pprof-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void File_is_opened()
    {
        string path = Path.Combine(_folder, "file");
        File.WriteAllText(path, "text");
        using var file = RegularFile.TryOpen(path);
        Assert.Equal(4, RandomAccess.GetLength(file!));
    }

    // Opened in the usual way it waits for a writer for ever.
    [Fact]
    public async Task Pipe_is_refused_at_once()
    {
        string path = Path.Combine(_folder, "pipe");
        MakePipe(path);
        Assert.Null(await Task.Run(() => RegularFile.TryOpen(path)).WaitAsync(s_patience, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/no/such/file")]
    [InlineData("/dev/zero")]
    [InlineData("/dev/tty")]
    [InlineData("/tmp")]
    [InlineData("bad\0path")]
    public void What_is_no_file_is_refused(string path) => Assert.Null(RegularFile.TryOpen(path));

    internal static void MakePipe(string path) => Assert.Equal(0, mkfifo(path, 0x180));

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string path, uint mode);
}
