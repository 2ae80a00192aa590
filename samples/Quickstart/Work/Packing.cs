using System.IO.Compression;
using System.Text;

namespace Quickstart.Work;

/// <summary>Compresses and expands: time in the native libraries of zlib and Brotli.</summary>
internal static class Packing
{
    public static void Run(Corpus corpus)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(corpus.Text);
        Check(bytes, GzipRoundTrip(bytes));
        Check(bytes, BrotliRoundTrip(bytes));
    }

    private static byte[] GzipRoundTrip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        packed.Position = 0;
        using GZipStream unpacked = new(packed, CompressionMode.Decompress);
        return ReadAll(unpacked);
    }

    private static byte[] BrotliRoundTrip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (BrotliStream brotli = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            brotli.Write(bytes);
        }

        packed.Position = 0;
        using BrotliStream unpacked = new(packed, CompressionMode.Decompress);
        return ReadAll(unpacked);
    }

    private static byte[] ReadAll(Stream stream)
    {
        using MemoryStream all = new();
        stream.CopyTo(all);
        return all.ToArray();
    }

    private static void Check(byte[] sent, byte[] received)
    {
        if (!sent.AsSpan().SequenceEqual(received))
        {
            throw new InvalidOperationException("What was unpacked is not what was packed.");
        }
    }
}
