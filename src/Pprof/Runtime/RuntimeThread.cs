namespace Pprof.Runtime;

/// <summary>A thread as the runtime's list described it at one moment.</summary>
/// <param name="Address">Of the runtime's Thread object, which lives at least as long as the thread can run managed code; 0 when the runtime was not asked.</param>
/// <param name="OsId">The kernel's thread id.</param>
/// <param name="ManagedId">What <see cref="Environment.CurrentManagedThreadId"/> answers on that thread; 0 when unknown.</param>
internal readonly record struct RuntimeThread(ulong Address, int OsId, int ManagedId);
