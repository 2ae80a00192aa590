using System.Runtime.InteropServices;
using Pprof.Images;
using Pprof.TestSupport;
using Pprof.Tests.Unwinding.Native;
using Xunit;

namespace Pprof.Tests.Images;

public sealed class ImageCatalogTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Library_loaded_later_is_found_once_the_snapshot_is_old_enough()
    {
        using CompiledLibrary library = new("int answer(void) { return 42; }");
        ImageCatalog images = new(_clock);
        images.Refresh();
        ulong address = Load(library, out nint handle);

        Assert.Null(images.Find(address));
        _clock.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(library.Path, images.Find(address)?.Path);
        NativeLibrary.Free(handle);
    }

    [Fact]
    public void Library_unloaded_is_forgotten_and_the_generation_says_so()
    {
        using CompiledLibrary library = new("int answer(void) { return 42; }");
        ImageCatalog images = new(_clock);
        ulong address = Load(library, out nint handle);
        Assert.NotNull(images.Find(address));
        int generation = images.Generation;

        NativeLibrary.Free(handle);
        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.NotEqual(library.Path, images.Find(address)?.Path);
        Assert.NotEqual(generation, images.Generation);
    }

    [Fact]
    public void Image_is_parsed_once_however_often_the_map_is_read()
    {
        ImageCatalog images = new(_clock);
        ulong address = LoadedImage.Find("/libcoreclr.so").Start;
        ElfImage? first = images.Find(address);

        images.Refresh();

        Assert.NotNull(first);
        Assert.Same(first, images.Find(address));
    }

    [Fact]
    public void Looking_up_a_known_image_allocates_nothing()
    {
        ImageCatalog images = new(_clock);
        ulong address = LoadedImage.Find("/libcoreclr.so").Start;
        images.Find(address);

        ElfImage? found = null;
        Assert.Equal(0, Allocation.LeastOf(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                found = images.Find(address);
            }
        }));
        Assert.NotNull(found);
    }

    private static ulong Load(CompiledLibrary library, out nint handle)
    {
        handle = NativeLibrary.Load(library.Path);
        return (ulong)NativeLibrary.GetExport(handle, "answer");
    }

    private sealed class ManualClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
