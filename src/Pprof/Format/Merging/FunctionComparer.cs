namespace Pprof.Format;

/// <summary>Functions are the same when everything but their numbers is.</summary>
internal sealed class FunctionComparer : IEqualityComparer<Function>
{
    public static FunctionComparer Instance { get; } = new();

    public bool Equals(Function? x, Function? y) => KeyOf(x!) == KeyOf(y!);

    public int GetHashCode(Function obj) => KeyOf(obj).GetHashCode();

    private static (string Name, string SystemName, string FileName, long StartLine) KeyOf(Function one) =>
        (one.Name, one.SystemName, one.FileName, one.StartLine);
}
