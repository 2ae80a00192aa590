using System.IO.Compression;
using Google.Protobuf;
using Pprof.TestSupport.Proto;

namespace Pprof.TestSupport;

/// <summary>Reads and writes profiles with classes that protoc generated from the schema: somebody else's idea of the format.</summary>
public static class ProtoOracle
{
    /// <summary>The message in a gzip'd file.</summary>
    public static Proto.Profile Read(byte[] file) => Proto.Profile.Parser.ParseFrom(Decompress(file));

    public static byte[] Decompress(byte[] file)
    {
        using GZipStream gzip = new(new MemoryStream(file), CompressionMode.Decompress);
        MemoryStream message = new();
        gzip.CopyTo(message);
        return message.ToArray();
    }

    public static byte[] Compress(ReadOnlySpan<byte> content)
    {
        MemoryStream file = new();
        using (GZipStream gzip = new(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return file.ToArray();
    }

    /// <summary>The message, not compressed: the reader takes both.</summary>
    public static byte[] Write(Proto.Profile profile) => profile.ToByteArray();
}
