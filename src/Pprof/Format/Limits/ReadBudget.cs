using System.Diagnostics.CodeAnalysis;

namespace Pprof.Format;

/// <summary>
/// What is left of <see cref="ReadLimits"/> while one profile is read and reported. Everything is charged before it is allocated or walked.
/// One budget goes from the decoder to the report: what the one has spent is missing to the other.
/// </summary>
internal sealed class ReadBudget(ReadLimits limits, long fileBytes)
{
    /// <summary>A number or reference in an array.</summary>
    public const int Element = sizeof(ulong);

    private const int ArrayHeader = 24;

    /// <summary>A message's range, the object made of it, its entries in the table and among the ids.</summary>
    public const int Message = 176;

    /// <summary>A sample: its range, the object and the headers of its two arrays.</summary>
    public const int Sample = 144;

    /// <summary>A line, in the scratch list and the location's array.</summary>
    public const int Line = 2 * 24;

    /// <summary>A label, and its places in the scratch list and the sample's array.</summary>
    public const int Label = 72;

    /// <summary>A string object without its characters, and its place in the table.</summary>
    public const int String = 40;

    /// <summary>A node of a tree or graph that a report builds, with its places in tables.</summary>
    public const int Node = 96;

    private readonly long _memory = limits.MemoryFor(fileBytes);
    private readonly long _frames = limits.FramesFor(fileBytes);
    private readonly long _text = limits.TextFor(fileBytes);
    private long _memoryUsed;
    private long _framesUsed;
    private long _textUsed;

    public void Charge(long bytes)
    {
        if ((_memoryUsed += bytes) > _memory)
        {
            Refuse($"would take more memory than the limit of {_memory} bytes", "MaxMemoryBytes");
        }
    }

    /// <summary>A scratch list that grows leaves its old array behind and gets one twice as large.</summary>
    public void ChargeGrowth(int count, int capacity)
    {
        if (count == capacity)
        {
            Charge(ArrayHeader + (2L * Element * Math.Max(capacity, 2)));
        }
    }

    public void ChargeFrames(long frames)
    {
        if ((_framesUsed += frames) > _frames)
        {
            Refuse($"has stacks of more than the limit of {_frames} frames", "MaxFrames");
        }
    }

    public void ChargeText(long characters)
    {
        if ((_textUsed += characters) > _text)
        {
            Refuse($"has names, labels and comments of more than the limit of {_text} characters", "MaxTextLength");
        }
    }

    [DoesNotReturn]
    private void Refuse(string what, string limit) =>
        throw new ProfileFormatException($"The profile of {fileBytes} bytes {what}. Raise {nameof(ProfileLimits)}.{limit} if the file can be trusted.");
}
