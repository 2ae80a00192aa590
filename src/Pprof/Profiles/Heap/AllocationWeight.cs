namespace Pprof.Profiles.Heap;

/// <summary>How many objects a sampled one stands for.</summary>
/// <remarks>
/// <para>
/// The runtime draws a distance d from the exponential distribution of mean R = 102,400 bytes, rounds it down, and samples the object in which the
/// byte at that distance lies; then it draws again. A distance that does not fall into the object under the thread's pointer is drawn anew for
/// what comes after it, which changes nothing: what is left of an exponential distance is distributed as the whole.
/// </para>
/// <para>
/// So an object of s bytes is sampled with the probability p(s) = P(floor(d) &lt; s) = P(d &lt; s) = 1 - e^(-s/R), whatever was allocated
/// before it. (Per byte that is 1 - e^(-1/R), which differs from 1/R by one part in 200,000.)
/// </para>
/// <para>
/// Count each sample with the weight w(s) = 1/p(s). An object then contributes w(s) with the probability p(s), else nothing: 1 on the
/// average. The sum over all samples is by linearity an unbiased estimate of the number of objects, and the sum of s w(s) one of their bytes,
/// for any mixture of sizes, and for any subset of objects that is chosen without looking at the sampling: those of one type, those still
/// alive. The variance of the byte count of n objects is n s^2 (1-p)/p, about R times the bytes for small objects: a standard error of
/// 1/sqrt(samples), 1 % at 10,000, and less where objects are so large that most are sampled.
/// </para>
/// <para>
/// The pprof tool scales records of the text form by the same formula, with the mean size of a record's objects for s.
/// </para>
/// </remarks>
internal static class AllocationWeight
{
    /// <summary>Bytes between two samples on the average: fixed in the runtime.</summary>
    public const long MeanDistance = 102_400;

    /// <summary>At least 1.</summary>
    /// <param name="size">Bytes of the object; at least 1.</param>
    public static double Of(long size) => 1 / (1 - Math.Exp(-Math.Max(size, 1) / (double)MeanDistance));
}
