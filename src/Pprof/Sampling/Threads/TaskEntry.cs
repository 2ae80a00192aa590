namespace Pprof.Sampling;

/// <summary>A thread of this process as <c>/proc/self/task</c> lists it.</summary>
/// <param name="Id">The kernel's thread id; used again after the thread has ended.</param>
/// <param name="Inode">Of its folder: new for each thread, so a used-again id shows without reading a file.</param>
internal readonly record struct TaskEntry(int Id, ulong Inode);
