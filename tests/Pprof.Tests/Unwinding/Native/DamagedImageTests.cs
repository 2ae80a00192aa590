using Pprof.Images;
using Pprof.Unwinding.Native;
using Xunit;

namespace Pprof.Tests.Unwinding.Native;

public sealed class DamagedImageTests
{
    // A small library with everything in it. Deterministic: the same bytes are damaged in every run.
    private readonly ElfImage _image = LoadedImage.Find("/libSystem.Native.so");

    [Fact]
    public void Damaged_headers_symbols_and_tables_never_throw()
    {
        byte[] whole = Copy(_image);
        Random random = new(7);
        int images = 0;
        for (int i = 0; i < 600; i++)
        {
            byte[] damaged = [.. whole];
            for (int n = random.Next(1, 9); n > 0; n--)
            {
                damaged[Place(random, damaged.Length)] = (byte)random.Next(256);
            }

            images += Use(ElfImage.TryRead(new ArrayMemory(_image.Start, damaged), _image.Start, "")) ? 1 : 0;
        }

        Assert.InRange(images, 1, 599);
    }

    [Fact]
    public void Memory_that_ends_early_never_throws()
    {
        byte[] whole = Copy(_image);
        for (int length = 0; length < whole.Length; length += (length < 1024 ? 16 : 997))
        {
            Use(ElfImage.TryRead(new ArrayMemory(_image.Start, whole[..length]), _image.Start, ""));
        }
    }

    // Half of the damage goes into the headers, where it does the most.
    private static int Place(Random random, int length) => random.Next(2) == 0 ? random.Next(1024) : random.Next(length);

    private static bool Use(ElfImage? image)
    {
        if (image is null)
        {
            return false;
        }

        ImageFrames frames = new(image);
        int found = image.Symbols.All().Take(50).Count(symbol => frames.Find(image.Bias + symbol.Start) is not null);
        return found + frames.All().Take(50).Count() >= 0;
    }

    private static byte[] Copy(ElfImage image)
    {
        byte[] bytes = new byte[image.End - image.Start];
        for (int offset = 0; offset < bytes.Length; offset += 4096)
        {
            image.Memory.TryRead(image.Start + (ulong)offset, bytes.AsSpan(offset, Math.Min(4096, bytes.Length - offset)));
        }

        return bytes;
    }
}
