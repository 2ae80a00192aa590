using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pprof.Tests.Reporting.Page;

/// <summary>Reads what a page embeds, by the layout that is written down there: Base64 of gzip of a header as JSON and columns of zigzag varints.</summary>
internal sealed class EmbeddedProfile
{
    private readonly byte[] _bytes;
    private int _at;

    private EmbeddedProfile(byte[] bytes, int at) => (_bytes, _at) = (bytes, at);

    /// <summary>The header, with the columns as arrays beside what it holds.</summary>
    public static JsonElement Read(string base64)
    {
        using MemoryStream inflated = new();
        using (GZipStream gzip = new(new MemoryStream(Convert.FromBase64String(base64)), CompressionMode.Decompress))
        {
            gzip.CopyTo(inflated);
        }

        byte[] bytes = inflated.ToArray();
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        JsonObject profile = JsonNode.Parse(bytes.AsSpan(4, length))!.AsObject();
        new EmbeddedProfile(bytes, 4 + length).ReadColumns(profile);
        return JsonSerializer.SerializeToElement(profile);
    }

    private void ReadColumns(JsonObject profile)
    {
        foreach (string name in new[] { "origins", "fileOf", "startLines", "placeFiles", "placeLines" })
        {
            profile[name] = new JsonArray([.. Column().Select(number => JsonValue.Create(number))]);
        }

        long[] frames = Column(), places = Column();
        profile["up"] = new JsonArray([.. Column().Select(number => JsonValue.Create(number))]);
        long[] kinds = Column();
        profile["frames"] = new JsonArray([.. kinds.Select(kind => JsonValue.Create(frames[kind]))]);
        profile["places"] = new JsonArray([.. kinds.Select(kind => JsonValue.Create(places[kind]))]);

        long leaf = 0;
        profile["leaves"] = new JsonArray([.. Column().Select(step => JsonValue.Create(leaf += step))]);
        profile["labelSetOf"] = new JsonArray([.. Column().Select(number => JsonValue.Create(number))]);
        int types = profile["types"]!.AsArray().Count;
        profile["values"] = Columns(types);
        if (profile["base"] is not null)
        {
            profile["baseValues"] = Columns(types);
        }

        Xunit.Assert.Equal(_bytes.Length, _at);
    }

    private JsonArray Columns(int count) =>
        new([.. Enumerable.Range(0, count).Select(_ => new JsonArray([.. Column().Select(number => JsonValue.Create(number))]))]);

    private long[] Column()
    {
        long[] numbers = new long[Number()];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Number();
        }

        return numbers;
    }

    private long Number()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte one = _bytes[_at++];
            value |= (ulong)(one & 0x7f) << shift;
            if (one < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }
    }
}
