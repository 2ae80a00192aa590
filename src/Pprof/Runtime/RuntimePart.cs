namespace Pprof.Runtime;

/// <summary>A part of <see cref="RuntimeDescription"/>.</summary>
/// <param name="Value">Null when this runtime describes it in another way than the known one.</param>
/// <param name="Reason">Why it is null; null when it is not.</param>
internal readonly record struct RuntimePart<T>(T? Value, string? Reason)
    where T : class
{
    internal delegate TNext? Create<TNext>(T from, out string? reason);

    /// <summary>What is made of this part; it shares the reason of one that is missing.</summary>
    internal RuntimePart<TNext> Then<TNext>(Create<TNext> create)
        where TNext : class
    {
        string? reason = Reason;
        TNext? next = Value is null ? null : create(Value, out reason);
        return new RuntimePart<TNext>(next, reason);
    }
}
