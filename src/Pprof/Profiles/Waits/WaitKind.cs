namespace Pprof.Profiles.Waits;

/// <summary>What a thread waits for.</summary>
internal enum WaitKind
{
    /// <summary>A lock that another thread holds.</summary>
    Contention,

    /// <summary>Anything else that a thread blocks on: wait handles and what is built on them, <see cref="Monitor.Wait(object)"/>.</summary>
    Wait,
}
