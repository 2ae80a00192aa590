using Pprof.Images;
using Pprof.Unwinding.Native;
using Xunit;

namespace Pprof.Tests.Unwinding.Native;

/// <summary>
/// Every row of whole libraries, as they are mapped into this process, against what binutils read in the file.
/// </summary>
[Trait("Part", "slow")]
public sealed class FrameTableOracleTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("/libc.so.6", 10_000)]
    [InlineData("/libm.so.6", 2_000)]
    [InlineData("/ld-linux-x86-64.so.2", 1_000)]
    [InlineData("/libcoreclr.so", 50_000)]
    [InlineData("/libclrjit.so", 10_000)]
    [InlineData("/libSystem.Native.so", 1_000)]
    public void Every_row_of_a_library_is_what_binutils_read(string library, int atLeast)
    {
        ElfImage image = LoadedImage.Find(library);

        Assert.True(Compare(image, image.Path) >= atLeast);
    }

    [Fact]
    public void Every_row_of_the_vdso_is_what_binutils_read()
    {
        ElfImage vdso = LoadedImage.Find("[vdso]");
        string path = Path.GetTempFileName();
        MappedRegion region = MemoryMap.Read().Find(vdso.Start)!;
        byte[]? bytes = vdso.Memory.TryReadArray<byte>(region.Start, region.End - region.Start, 1 << 20);
        File.WriteAllBytes(path, bytes!);

        int rows = Compare(vdso, path);

        File.Delete(path);
        Assert.True(rows > 0);
    }

    private int Compare(ElfImage image, string path)
    {
        ImageFrames frames = new(image);
        int functions = 0;
        int rows = 0;
        foreach (ReadelfFunction expected in ReadelfFrames.Read(path))
        {
            UnwindFunction? actual = frames.Find(image.Bias + expected.Start);
            Assert.True(actual is not null, $"no table at {expected.Start:x} of {path}");
            Assert.Equal(expected.Start, actual.Start - image.Bias);
            rows += Compare(expected, actual, image.Bias);
            functions++;
        }

        output.WriteLine($"{path}: {functions} functions, {rows} rows agree");
        return rows;
    }

    private static int Compare(ReadelfFunction expected, UnwindFunction actual, ulong bias)
    {
        foreach (ReadelfRow row in expected.Rows)
        {
            UnwindRow ours = actual.Rows[actual.RowAt(row.Location + bias)];
            Dictionary<string, string> registers = RowText.Of(actual, ours);
            string place = $"{row.Location:x}";
            Assert.Equal($"{place} {row.Cfa}", $"{place} {RowText.Of(ours.Cfa)}");
            foreach ((string name, string rule) in row.Registers)
            {
                Assert.Equal($"{place} {name} {Unsaved(rule)}", $"{place} {name} {Unsaved(registers.GetValueOrDefault(name, "s"))}");
            }

            Assert.Subset(row.Registers.Keys.ToHashSet(), registers.Keys.ToHashSet());
        }

        return expected.Rows.Count;

        // binutils write "u" for a register of which nothing was said, too; for the return address it means the root.
        string Unsaved(string rule) => rule == "s" ? "u" : rule;
    }
}
