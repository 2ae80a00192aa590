using Pprof.Unwinding.Managed;

namespace Pprof.Unwinding.Live;

/// <summary>An answer about one address. Immutable, so that threads may share it without a lock.</summary>
/// <param name="key">The address, and how it is meant.</param>
/// <param name="code">What is there.</param>
/// <param name="expires">When "not managed" is to be asked again, in milliseconds of <see cref="Environment.TickCount64"/>.</param>
/// <param name="owner">An object that lives no longer than the code; null for code that is never freed.</param>
internal sealed class KnownCode(ulong key, in FrameCode code, long expires, WeakReference? owner = null)
{
    public readonly ulong Key = key;
    public readonly FrameCode Code = code;

    public bool IsGood => Code.IsManaged ? owner is null || owner.IsAlive : Environment.TickCount64 < expires;
}
