using System.Runtime.InteropServices;
using Xunit;

namespace Pprof.Tests.Unwinding.Native;

/// <summary>
/// A native thread that runs through a small call tree without pause: many saved registers, alloca, a realigned frame, a
/// callback from libc, a signal handler. Built with whatever flags the test wants.
/// </summary>
internal sealed unsafe class NativeTree : IDisposable
{
    private const string Source = """
        #define _GNU_SOURCE
        #include <alloca.h>
        #include <pthread.h>
        #include <signal.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/syscall.h>
        #include <unistd.h>
        #define KEEP __attribute__((noinline, noclone))
        #define NOTAIL __asm__ volatile("" ::: "memory")
        static volatile int stop, tid;
        static volatile long sink;
        static pthread_t thread;
        KEEP static long leaf(long n) { long s = n; for (long i = 1; i < 40; i++) s = s * 31 + i; sink = s; return s; }
        KEEP static long registers(long a, long b, long c, long d, long e, long f) {
            long r = leaf(a) + leaf(b) * a + leaf(c) * b + leaf(d) * c + leaf(e) * d + leaf(f) * e;
            return r + a + b + c + d + e + f; }
        KEEP static long dynamic(long n) { char *p = alloca(16 + (n & 255)); memset(p, 1, 16); long r = leaf(p[3] + n); NOTAIL; return r + p[5]; }
        KEEP static long realigned(long n) { long block[8] __attribute__((aligned(64))); block[n & 7] = n; sink = (long)block; long r = leaf(n); NOTAIL; return r + block[n & 7]; }
        KEEP static int compare(const void *x, const void *y) { long r = leaf(*(const int *)x); NOTAIL; return (*(const int *)x - *(const int *)y) + (int)(r & 0); }
        KEEP static void sorting(void) { int v[8] = {5, 3, 8, 1, 9, 2, 7, 4}; qsort(v, 8, sizeof(int), compare); NOTAIL; sink = v[0]; }
        KEEP static void on_signal(int s) { leaf(s); NOTAIL; }
        KEEP static void raising(void) { pthread_kill(pthread_self(), SIGUSR2); NOTAIL; sink++; }
        KEEP static long recursive(int n) { long r = n == 0 ? leaf(n) : recursive(n - 1); NOTAIL; return r + n; }
        KEEP static void round_trip(long i) {
            registers(i, i + 1, i + 2, i + 3, i + 4, i + 5); dynamic(i); realigned(i); sorting(); recursive(12); if (i % 50 == 0) raising(); NOTAIL; }
        static void *body(void *arg) { tid = syscall(SYS_gettid); for (long i = 0; !stop; i++) round_trip(i); return arg; }
        int tree_start(void) {
            struct sigaction action; memset(&action, 0, sizeof action); action.sa_handler = on_signal;
            sigaction(SIGUSR2, &action, 0);
            stop = 0; tid = 0;
            if (pthread_create(&thread, 0, body, 0)) return 0;
            while (!tid) usleep(100);
            return tid; }
        void tree_stop(void) { stop = 1; pthread_join(thread, 0); }
        """;

    private readonly CompiledLibrary _library;
    private readonly nint _handle;

    public NativeTree(params string[] flags)
    {
        _library = new CompiledLibrary(Source, flags);
        _handle = NativeLibrary.Load(_library.Path);
        ThreadId = ((delegate* unmanaged<int>)NativeLibrary.GetExport(_handle, "tree_start"))();
        Assert.NotEqual(0, ThreadId);
    }

    public int ThreadId { get; }

    public string Path => _library.Path;

    public void Dispose()
    {
        ((delegate* unmanaged<void>)NativeLibrary.GetExport(_handle, "tree_stop"))();
        _library.Dispose();
    }
}
