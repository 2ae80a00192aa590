using System.Runtime.CompilerServices;

namespace Pprof.Threads;

/// <summary>
/// A thread of this library: the only way to make one. It is a background thread, so that it never keeps the program from ending, and
/// does not inherit the labels, the culture or any other AsyncLocal of whoever starts it. The body must not throw: that would end the program.
/// </summary>
/// <param name="name">
/// Begins with <c>pprof </c>; shown by debuggers, <c>top -H</c> and dumps. Its row in ARCHITECTURE.md says what the thread does.
/// </param>
/// <param name="body">Runs on the thread.</param>
internal sealed class LibraryThread(string name, Action body)
{
    private Thread? _thread;

    /// <summary>Whether the caller runs on it.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Throws what the system answers when the process may have no more threads. Once.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.UnsafeStart();
    }

    /// <summary>Waits for the end of a thread that was started.</summary>
    public void Join() => _thread!.Join();

    /// <summary>False when it has not ended in time.</summary>
    public bool Join(TimeSpan timeout) => _thread!.Join(timeout);

    // The outermost frame by which profiles know our threads. A body called last would take its place on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Run()
    {
        body();
        GC.KeepAlive(this);
    }
}
