using System.Text;
using Pprof.Images;
using Xunit;

namespace Pprof.Tests.Images;

public sealed class MemoryMapTests
{
    [Theory]
    [InlineData("1000-2000 r-xp 00000030 fe:00 42       /usr/lib/libc.so.6", 0x30, 42, "/usr/lib/libc.so.6")]
    [InlineData("1000-2000 r--p 00000000 fe:00 42 /tmp/gone.so (deleted)", 0, 42, "/tmp/gone.so")]
    [InlineData("1000-2000 r--p 00000000 fe:00 42 /tmp/a b  c.so", 0, 42, "/tmp/a b  c.so")]
    [InlineData("1000-2000 r--p 00000000 fe:00 42 /tmp/a b.so (deleted)", 0, 42, "/tmp/a b.so")]
    [InlineData("1000-2000 r--p 00000000 fe:00 42 /tmp/line\\012break", 0, 42, "/tmp/line\nbreak")]
    [InlineData("1000-2000 r--p 00000000 fe:00 42 /tmp/größe.so", 0, 42, "/tmp/größe.so")]
    [InlineData("1000-2000 r-xp 00000000 00:00 0      [vdso]", 0, 0, "[vdso]")]
    [InlineData("1000-2000 rw-p 00000000 00:00 0 ", 0, 0, "")]
    [InlineData("1000-2000 rw-p 00000000 00:00 0", 0, 0, "")]
    [InlineData("1000-2000 rwxs 00010000 00:01 7 /memfd:doublemapper (deleted)", 0x10000, 7, "/memfd:doublemapper")]
    public void Line_gives_offset_inode_and_path(string line, ulong offset, ulong inode, string path)
    {
        MappedRegion region = Assert.Single(Parse(line).Regions);

        Assert.Equal((0x1000UL, 0x2000UL), (region.Start, region.End));
        Assert.Equal((offset, inode, path), (region.Offset, region.Inode, region.Path));
    }

    [Theory]
    [InlineData("r-xp", true, true, false)]
    [InlineData("---p", false, false, false)]
    [InlineData("--xp", false, true, false)]
    [InlineData("rw-s", true, false, true)]
    public void Letters_give_access(string letters, bool readable, bool executable, bool shared)
    {
        MappedRegion region = Parse($"1000-2000 {letters} 00000000 00:00 0").Regions[0];

        Assert.Equal((readable, executable, shared), (region.IsReadable, region.IsExecutable, region.IsShared));
    }

    [Theory]
    [InlineData("1000-2000 r-xp 00000000 fe:00 42 /usr/lib/libc.so.6", true)]
    [InlineData("1000-2000 r-xp 00000000 00:01 42 /memfd:doublemapper (deleted)", false)]
    [InlineData("1000-2000 r-xp 00000000 00:00 0 [vdso]", false)]
    [InlineData("1000-2000 r-xp 00000000 00:00 0", false)]
    public void Only_regions_of_files_on_disk_are_files(string line, bool isFile) =>
        Assert.Equal(isFile, Parse(line).Regions[0].IsFile);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("1000-2000")]
    [InlineData("zzzz-2000 r-xp 0 0 0")]
    [InlineData("2000-1000 r-xp 00000000 00:00 0")]
    [InlineData("1000-2000 rx 00000000 00:00 0")]
    [InlineData("1000-2000 r-xp 00000000 00:00 inode")]
    public void Line_that_does_not_parse_is_left_out(string line) => Assert.Empty(Parse(line).Regions);

    [Fact]
    public void Find_answers_the_region_that_holds_an_address()
    {
        MemoryMap map = Parse("1000-2000 r--p 00000000 00:00 0 a\n2000-3000 r-xp 00000000 00:00 0 b\n8000-9000 r--p 00000000 00:00 0 c\n");

        Assert.Equal(
            ["-", "a", "a", "b", "b", "-", "-", "c", "-"],
            new ulong[] { 0xfff, 0x1000, 0x1fff, 0x2000, 0x2fff, 0x3000, 0x7fff, 0x8000, 0x9000 }.Select(a => map.Find(a)?.Path ?? "-"));
    }

    [Fact]
    public unsafe void Own_map_holds_the_stack_of_this_thread()
    {
        int local = 0;

        MappedRegion? region = MemoryMap.Read().Find((ulong)&local);

        Assert.True(region is { IsReadable: true, IsExecutable: false });
    }

    private static MemoryMap Parse(string text) => MemoryMap.Parse(Encoding.UTF8.GetBytes(text));
}
