using System.Runtime.InteropServices;

namespace Pprof.Interop;

internal static partial class Libc
{
    /// <summary>Runs a C function on a thread that the .NET runtime does not know, and waits until it has returned.</summary>
    /// <param name="function"><c>void *f(void *)</c></param>
    /// <returns>0, or the error number: no thread was started.</returns>
    internal static int RunOnNativeThread(nint function)
    {
        int error = CreateThread(out nuint thread, function);
        return error == 0 ? JoinThread(thread) : error;
    }

    // Before glibc 2.34 these were in a library of their own.
    private static int CreateThread(out nuint thread, nint function)
    {
        try
        {
            return PthreadCreate(out thread, 0, function, 0);
        }
        catch (EntryPointNotFoundException)
        {
            return OldPthreadCreate(out thread, 0, function, 0);
        }
    }

    private static int JoinThread(nuint thread)
    {
        try
        {
            return PthreadJoin(thread, 0);
        }
        catch (EntryPointNotFoundException)
        {
            return OldPthreadJoin(thread, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "pthread_create")]
    private static partial int PthreadCreate(out nuint thread, nint attributes, nint function, nint argument);

    [LibraryImport("libc", EntryPoint = "pthread_join")]
    private static partial int PthreadJoin(nuint thread, nint result);

    [LibraryImport("libpthread.so.0", EntryPoint = "pthread_create")]
    private static partial int OldPthreadCreate(out nuint thread, nint attributes, nint function, nint argument);

    [LibraryImport("libpthread.so.0", EntryPoint = "pthread_join")]
    private static partial int OldPthreadJoin(nuint thread, nint result);
}
