namespace Pprof.Format;

/// <summary>Stacks are one when they read the same: names, files, lines and labels; addresses only where nothing else is known.</summary>
internal sealed class SameReading : IEqualityComparer<TextStack>
{
    public static readonly SameReading Comparer = new();

    public bool Equals(TextStack x, TextStack y)
    {
        if (x.Frames.Length != y.Frames.Length || x.LabelPairs != y.LabelPairs)
        {
            return false;
        }

        for (int i = 0; i < x.Frames.Length; i++)
        {
            if (!x.Frames[i].ReadsAs(y.Frames[i]))
            {
                return false;
            }
        }

        return true;
    }

    public int GetHashCode(TextStack obj)
    {
        HashCode hash = default;
        hash.Add(obj.LabelPairs);
        foreach (TextFrame frame in obj.Frames)
        {
            hash.Add(frame.ReadingHash);
        }

        return hash.ToHashCode();
    }
}
