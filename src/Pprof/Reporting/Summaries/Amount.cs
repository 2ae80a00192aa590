namespace Pprof.Reporting;

/// <summary>A value, and in a difference also that of the base.</summary>
internal struct Amount
{
    public long Now;

    public long Before;

    public readonly long Change => Now - Before;

    public void Add(Amount other)
    {
        Now += other.Now;
        Before += other.Before;
    }
}
