using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Pprof.Reporting;

/// <summary>
/// The profile as it stands in the page: the header's length (4 bytes, little endian), the header as JSON, then columns of numbers;
/// all of it compressed by gzip and written in Base64, in which no text of a profile can mean anything to a browser.
/// </summary>
internal static class PagePayload
{
    public static void Write(Stream stream, PageContent content)
    {
        // Not disposed when the stream throws: that would write to it once more.
        CryptoStream base64 = new(stream, new ToBase64Transform(), CryptoStreamMode.Write, leaveOpen: true);
        GZipStream gzip = new(base64, CompressionLevel.Optimal, leaveOpen: true);
        WriteHeader(gzip, PageHeader.Write(content));
        ColumnWriter columns = new(gzip);
        WriteFunctions(columns, content.Samples.Tree.Functions, FrameOrigins.Of(content.Profile, content.Base));
        WriteNodes(columns, content.Samples.Tree);
        WriteSamples(columns, content.Samples);
        columns.Flush();
        gzip.Dispose();
        base64.Dispose();
    }

    private static void WriteHeader(Stream stream, byte[] header)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
    }

    private static void WriteFunctions(ColumnWriter columns, FunctionNames functions, FrameOrigins origins)
    {
        columns.Write(functions.Names.Count, functions.Names.Select(name => (long)origins[name]));
        columns.Write(functions.Names.Count, functions.FileOf.Select(file => (long)file));
        columns.Write(functions.Names.Count, functions.StartLines);
        columns.Write(functions.Places.Count, functions.Places.Select(place => (long)place.File));
        columns.Write(functions.Places.Count, functions.Places.Select(place => place.Line));
    }

    /// <summary>Frames once each, with function and place; then for each node its parent, as the distance to it, mostly 1, and the number of its frame.</summary>
    private static void WriteNodes(ColumnWriter columns, StackTree tree)
    {
        columns.Write(tree.Kinds.Count, tree.Kinds.Select(frame => (long)frame.Number));
        columns.Write(tree.Kinds.Count, tree.Kinds.Select(frame => (long)frame.Place));
        columns.Write(tree.Count, tree.Parents.Select((parent, i) => (long)i + 1 - parent));
        columns.Write(tree.Count, tree.Frames.Select(frame => (long)frame));
    }

    /// <summary>Leaves as the distance from the one before.</summary>
    private static void WriteSamples(ColumnWriter columns, SampleSums samples)
    {
        int[] order = samples.Order();
        int before = 0;
        columns.Write(order.Length, order.Select(sample => (long)-before + (before = samples.LeafOf(sample))));
        columns.Write(order.Length, order.Select(sample => (long)samples.LabelsOf(sample)));
        for (int column = 0; column < samples.Columns; column++)
        {
            columns.Write(order.Length, order.Select(sample => samples.Value(sample, column)));
        }
    }
}
