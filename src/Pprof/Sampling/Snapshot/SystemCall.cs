namespace Pprof.Sampling;

/// <summary>Where a thread waits in the kernel.</summary>
/// <param name="Number">Of the system call, as x64 Linux counts them.</param>
/// <param name="StackPointer">Of the thread when it entered the kernel; 0 when the thread is not in a system call.</param>
internal readonly record struct SystemCall(int Number, ulong StackPointer)
{
    public bool IsWaiting => StackPointer != 0;
}
