using Pprof.Unwinding.Managed;

namespace Pprof.Unwinding.Live;

/// <summary>An answer about one address. Immutable, so that threads may share it without a lock.</summary>
internal sealed class KnownCode(ulong key, in FrameCode code, long expires)
{
    public readonly ulong Key = key;
    public readonly FrameCode Code = code;

    /// <summary>In milliseconds of <see cref="Environment.TickCount64"/>.</summary>
    public readonly long Expires = expires;

    public bool IsGood => Code.IsManaged || Environment.TickCount64 < Expires;
}
