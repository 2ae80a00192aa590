namespace Pprof.Format;

/// <summary>
/// How much reading one profile may cost. A small file can name one thing many times: 205 bytes name a location of 20,000 lines 20,000 times, which is
/// 400 million frames to walk. So the cost is bounded by what the file is worth: by its size. A null stands for that bound, a number replaces it.
/// </summary>
/// <param name="Bytes">Largest file, before and after decompression.</param>
/// <param name="MemoryBytes">Largest model, by an estimate from above of the objects' sizes, with what a report builds on it.</param>
/// <param name="Frames">Most frames of all stacks: every line of every location, as often as a sample names it.</param>
/// <param name="TextBytes">Most characters of all names, comments and labels, as often as something names them.</param>
internal sealed record ReadLimits(long? Bytes = null, long? MemoryBytes = null, long? Frames = null, long? TextBytes = null)
{
    private const long Mega = 1 << 20;
    private const long LargestFile = 512 * Mega;

    public static ReadLimits Default { get; } = new();

    public static ReadLimits None { get; } = new(long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue);

    public long FileBytes => Bytes ?? LargestFile;

    /// <summary>With the 208 MB of the next, at most 256 MB for a file of 1 MB. Real profiles shrink to a third or a twentieth.</summary>
    public long InflatedFor(long fileBytes) => Bytes ?? Math.Min(LargestFile, Worth(fileBytes, 16 * Mega, 32, 200));

    /// <summary>A sample of 18 bytes, which gzip makes 2 of, becomes 170: so 85 for each byte of the file.</summary>
    public long MemoryFor(long fileBytes) => MemoryBytes ?? Math.Min(2048 * Mega, Worth(fileBytes, 48 * Mega, 160, 512));

    /// <summary>A frame takes some 20 ns to walk, so a file of 1 MB may take half a second.</summary>
    public long FramesFor(long fileBytes) => Frames ?? Worth(fileBytes, 8 * Mega, 16, 64);

    public long TextFor(long fileBytes) => TextBytes ?? Worth(fileBytes, 16 * Mega, 64, 256);

    /// <summary>A start, so much for each byte of the first megabyte, and so much for each byte beyond.</summary>
    private static long Worth(long fileBytes, long start, long each, long eachBeyond) =>
        start + (each * Math.Min(fileBytes, Mega)) + (eachBeyond * Math.Max(0, fileBytes - Mega));
}
