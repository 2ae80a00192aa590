using System.Diagnostics.CodeAnalysis;

namespace Pprof.Format;

/// <summary>Counts what the model takes, before it is allocated, against <see cref="ProfileLimits.ModelBytes"/>.</summary>
internal sealed class DecodeBudget(long total)
{
    /// <summary>A number or reference in an array, with the scratch list it was collected in.</summary>
    public const int Element = 2 * sizeof(ulong);

    /// <summary>A message's range, the object made of it with its arrays' headers, its entries in the table and among the ids.</summary>
    public const int Message = 176;

    /// <summary>A line, in the scratch list and the location's array.</summary>
    public const int Line = 2 * 24;

    /// <summary>A label, and its places in the scratch list and the sample's array.</summary>
    public const int Label = 64;

    /// <summary>A string object without its characters, and its place in the table.</summary>
    public const int String = 40;

    private long _left = total;

    public void Charge(long bytes)
    {
        _left -= bytes;
        if (_left < 0)
        {
            ThrowExceeded();
        }
    }

    [DoesNotReturn]
    private static void ThrowExceeded() =>
        throw new ProfileFormatException("The profile would take more memory than the limit allows. Raise the limit if the file can be trusted.");
}
