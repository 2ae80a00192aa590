namespace Pprof.Format;

/// <summary>
/// How much a profile may take. Deflate shrinks zeros a thousandfold, and a sample of two bytes becomes an object of a hundred, so a file
/// of a few kilobytes could otherwise ask for gigabytes.
/// </summary>
/// <param name="Bytes">Largest file, before and after decompression.</param>
/// <param name="ModelBytes">Largest <see cref="ProfileData"/>, by an estimate from above of its objects' sizes.</param>
internal sealed record ProfileLimits(int Bytes = 512 << 20, long ModelBytes = 2L << 30)
{
    public static ProfileLimits Default { get; } = new();
}
