using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Pprof.Copies;
using Pprof.Images;
using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>
/// The real-time signal with which the runtime interrupts threads, and our handler in front of the runtime's. Once
/// installed it stays for the life of the process: taking it out would race with signals under way, and with anyone who
/// put a third handler before it. A signal's disposition is never set to default or ignore, which children would inherit.
/// </summary>
internal static unsafe class ActivationSignal
{
    // SIGRTMIN of the kernel and SIGRTMAX; libc keeps the first two or three for itself.
    private const int FirstSignal = 32;
    private const int LastSignal = 64;

    private static readonly Lock Gate = new();
    private static Libc.SignalAction s_runtimeAction;
    private static bool s_installed;

    static ActivationSignal() => NotSupportedReason = Find(out int number, out s_runtimeAction) is { } reason ? reason : Accept(number);

    /// <summary>Why the signal cannot be used here and what to do about it, or null.</summary>
    public static string? NotSupportedReason { get; }

    public static int Number { get; private set; }

    /// <summary>The runtime's, or that of another copy of this library, which leads to it.</summary>
    public static nint RuntimeHandler => s_runtimeAction.Handler;

    public static int RuntimeFlags => s_runtimeAction.Flags;

    public static ulong RuntimeMask => s_runtimeAction.Mask;

    /// <summary>Puts our handler before the runtime's, the first time it is called.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            if (s_installed)
            {
                return;
            }

            FollowAnotherCopy();
            Libc.SignalAction action = s_runtimeAction;
            action.Handler = CompileHandler();
            if (Libc.SigAction(Number, &action, null) != 0)
            {
                throw new InvalidOperationException(
                    $"The handler of signal {Number} cannot be set: error {Marshal.GetLastPInvokeError()}. Check that no sandbox forbids rt_sigaction.");
            }

            s_installed = true;
            LibraryCopies.Signal = Number;
        }
    }

    // One that came between our first look and now: its handler must be called by ours, or its samples would be lost.
    private static void FollowAnotherCopy()
    {
        if (TryFindAnotherCopy(out int number, out Libc.SignalAction action) && number == Number)
        {
            s_runtimeAction = action;
        }
    }

    // The order matters: the class that holds the constant first, then the compilation that folds it, then calls, so that
    // the stub the pointer leads to jumps to the finished code and not to the runtime's compiler.
    private static nint CompileHandler()
    {
        RuntimeHelpers.RunClassConstructor(typeof(PreviousHandler).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(SignalValue).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(KernelRead).TypeHandle);
        MethodInfo handler = typeof(SignalHandler).GetMethod(nameof(SignalHandler.Handle))!;
        RuntimeHelpers.PrepareMethod(handler.MethodHandle);
        delegate* managed<int, byte*, byte*, void> function = &SignalHandler.Handle;
        SampleBlock* closed = BlockPool.ClosedBlock;
        Libc.SignalInfo info = new() { Code = Libc.SI_TIMER, Value = (SignalValue.Magic << SignalValue.MagicShift) | (ulong)closed | 1 };
        byte* context = stackalloc byte[1024];
        for (int i = 0; i < 2; i++)
        {
            function(Number, (byte*)&info, context);
        }

        return (nint)function;
    }

    private static string? Find(out int number, out Libc.SignalAction action)
    {
        number = 0;
        action = default;
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return $"CPU timers need Linux on x64, and this is {RuntimeInformation.RuntimeIdentifier}.";
        }

        if (AssemblyLoadContext.GetLoadContext(typeof(ActivationSignal).Assembly) is { IsCollectible: true })
        {
            return "Pprof is loaded into a collectible AssemblyLoadContext, and a signal handler must never be unloaded. Load it into the default context.";
        }

        return TryFind(MemoryMap.Read(), out number, out action) || TryFindAnotherCopy(out number, out action)
            ? null
            : "No real-time signal leads to the .NET runtime: another profiler may have taken it, or this is not CoreCLR. Stop the other profiler.";
    }

    private static bool TryFind(MemoryMap map, out int number, out Libc.SignalAction action)
    {
        for (number = FirstSignal; number <= LastSignal; number++)
        {
            Libc.SignalAction current = default;
            if (Libc.SigAction(number, null, &current) == 0 && IsRuntime(map, (ulong)current.Handler) && (current.Flags & Libc.SA_SIGINFO) != 0)
            {
                action = current;
                return true;
            }
        }

        action = default;
        return false;
    }

    // Behind the handler of another copy of this library, the runtime's is not seen.
    private static bool TryFindAnotherCopy(out int number, out Libc.SignalAction action)
    {
        Libc.SignalAction current = default;
        number = LibraryCopies.Signal;
        bool isThere = number is >= FirstSignal and <= LastSignal && Libc.SigAction(number, null, &current) == 0 && (current.Flags & Libc.SA_SIGINFO) != 0;
        action = current;
        return isThere;
    }

    // In a single-file program the runtime is linked into the program itself.
    private static bool IsRuntime(MemoryMap map, ulong handler)
    {
        string path = map.Find(handler)?.Path ?? "";
        return Path.GetFileName(path) == "libcoreclr.so" || (path.Length > 0 && path == Environment.ProcessPath && !IsLoaded(map, "libcoreclr.so"));
    }

    private static bool IsLoaded(MemoryMap map, string library) => map.Regions.Any(region => Path.GetFileName(region.Path) == library);

    private static string? Accept(int number)
    {
        Number = number;
        return null;
    }
}
