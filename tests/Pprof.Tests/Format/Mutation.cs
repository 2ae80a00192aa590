namespace Pprof.Tests.Format;

/// <summary>One to four damages to one of some files.</summary>
internal static class Mutation
{
    public static byte[] Of(byte[][] files, Random random)
    {
        List<byte> bytes = [.. files[random.Next(files.Length)]];
        for (int left = 1 + (random.Next(2) * random.Next(4)); left > 0 && bytes.Count > 0; left--)
        {
            Damage(bytes, files, random);
        }

        return [.. bytes];
    }

    private static void Damage(List<byte> bytes, byte[][] files, Random random)
    {
        int at = random.Next(bytes.Count);
        switch (random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 3:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                break;
            case 4:
                bytes.InsertRange(at, PartOf(files[random.Next(files.Length)], random));
                break;
            case 5:
                // A number of up to eleven bytes, in the place of one: an index or a length blown up.
                bytes.RemoveAt(at);
                bytes.InsertRange(at, [.. Enumerable.Repeat((byte)0xff, random.Next(11)), (byte)random.Next(128)]);
                break;
            default:
                bytes.AddRange(PartOf(files[random.Next(files.Length)], random));
                break;
        }
    }

    private static ReadOnlySpan<byte> PartOf(byte[] file, Random random)
    {
        int start = random.Next(file.Length);
        return file.AsSpan(start, Math.Min(random.Next(1, 200), file.Length - start));
    }
}
