using System.Runtime.InteropServices;

namespace Pprof.Profiles.Goroutine;

/// <summary>Finds the operation that is like a view, without an object for the view.</summary>
internal sealed class OperationComparer : IEqualityComparer<AsyncOperation>, IAlternateEqualityComparer<OperationView, AsyncOperation>
{
    public bool Equals(AsyncOperation? x, AsyncOperation? y) => x is not null && y is not null && Equals(View(x), y);

    public int GetHashCode(AsyncOperation obj) => GetHashCode(View(obj));

    public bool Equals(OperationView alternate, AsyncOperation other) =>
        alternate.State == other.State && alternate.Labels.Equals(other.Labels) && alternate.Frames.SequenceEqual(other.Frames.Span);

    public int GetHashCode(OperationView alternate)
    {
        HashCode hash = default;
        hash.Add(alternate.State);
        hash.Add(alternate.Labels);
        hash.AddBytes(MemoryMarshal.AsBytes(alternate.Frames));
        return hash.ToHashCode();
    }

    public AsyncOperation Create(OperationView alternate) => new(0, alternate.Frames.ToArray(), alternate.Labels, alternate.State, 0);

    private static OperationView View(AsyncOperation operation) => new(operation.Frames.Span, operation.Labels, operation.State);
}
