using System.Reflection;
using Pprof.Profiles.Events;
using Pprof.Runtime;
using Pprof.Unwinding;

namespace Pprof.Profiles.Waits;

/// <summary>
/// Tells threads that wait for another thread from threads that have no work, by the methods on the stack.
/// <c>pprof event decoder</c>; never throws.
/// </summary>
/// <remarks>
/// Hidden, because the thread has no work:
/// <list type="bullet">
/// <item>workers of the thread pool, its gate thread, its threads for registered handles; the thread of timers;</item>
/// <item><see cref="Thread.Sleep(int)"/>; threads without a managed frame;</item>
/// <item>a thread that the framework started for itself (a web server's heartbeat, a logger's queue), unless it waits for a lock;</item>
/// <item>threads of this library, and what it waits for on the threads of its callers.</item>
/// </list>
/// Shown: all other waits. Among them is what the framework waits for on a thread of the pool, which keeps a worker from other work, and a program's
/// own loop that waits for work in a queue or an accept, which cannot be told from a wait that matters; only waits for sockets are marked.
/// </remarks>
internal sealed class WaitFrames
{
    private const string PoolPrefix = "System.Threading.PortableThreadPool+";
    private readonly CallSites<WaitSite> _sites = new(SiteOf, mostAddresses: 1 << 16);

    /// <summary>Null when idle threads can be recognised.</summary>
    public static string? NotKnownReason { get; } = MethodLookup.IsAvailable
        ? null
        : "this version of .NET does not tell which method lies at an address, so threads without work are shown as waiting";

    /// <summary>Without the frames that only raise the event.</summary>
    public ReadOnlySpan<CodeAddress> Clean(ReadOnlySpan<CodeAddress> stack)
    {
        while (!stack.IsEmpty && _sites[stack[0]].Role == WaitRole.Plumbing)
        {
            stack = stack[1..];
        }

        return stack;
    }

    /// <summary>Where it cannot be known, as where they are the same.</summary>
    public bool AreInOneMethod(CodeAddress one, CodeAddress other) =>
        one == other || NotKnownReason is not null || (_sites[one].Method is not 0 and var method && method == _sites[other].Method);

    /// <param name="kind">What for.</param>
    /// <param name="stack">Leaf first.</param>
    public bool IsIdle(WaitKind kind, ReadOnlySpan<CodeAddress> stack)
    {
        // Who waits, and who started the thread: the innermost and the outermost frame that are not the framework's.
        WaitRole innermost = WaitRole.Framework;
        WaitRole outermost = WaitRole.Framework;
        bool isPools = false;
        foreach (CodeAddress frame in stack)
        {
            WaitRole role = _sites[frame].Role;
            if (role == WaitRole.Idle)
            {
                return true;
            }

            isPools |= role == WaitRole.Worker;
            if (role is WaitRole.Program or WaitRole.Package or WaitRole.Library)
            {
                innermost = innermost == WaitRole.Framework ? role : innermost;
                outermost = role;
            }
        }

        bool isFrameworks = outermost == WaitRole.Framework && !isPools && kind == WaitKind.Wait;
        return stack.IsEmpty || isFrameworks || innermost == WaitRole.Library || outermost == WaitRole.Library;
    }

    /// <summary>Whether another machine is waited for, or a client that has nothing to say: a synchronous call on a socket, on the way to the first frame of the program.</summary>
    public bool IsForSocket(ReadOnlySpan<CodeAddress> stack)
    {
        foreach (CodeAddress frame in stack)
        {
            WaitRole role = _sites[frame].Role;
            if (role is WaitRole.Socket or WaitRole.Program or WaitRole.Package)
            {
                return role == WaitRole.Socket;
            }
        }

        return false;
    }

    /// <summary>The stack from the innermost method that is not the framework's, whose calls differ from one wait to the next.</summary>
    public ReadOnlySpan<CodeAddress> CallersOf(ReadOnlySpan<CodeAddress> stack)
    {
        int first = 0;
        while (first < stack.Length && _sites[stack[first]].Role is WaitRole.Framework or WaitRole.Plumbing or WaitRole.Socket)
        {
            first++;
        }

        return stack[first..];
    }

    /// <summary>Name of the package that has started the thread for itself, such as a client that reads its connection; null when the program has to do with it.</summary>
    /// <param name="stack">Leaf first.</param>
    public string? PackageOf(ReadOnlySpan<CodeAddress> stack)
    {
        string? package = null;
        foreach (CodeAddress frame in stack)
        {
            WaitSite site = _sites[frame];
            if (site.Role is WaitRole.Program or WaitRole.Worker)
            {
                return null;
            }

            package = site.Package ?? package;
        }

        return package;
    }

    public static WaitRole RoleOf(MethodBase method)
    {
        Type? type = method.DeclaringType;
        string name = type?.FullName ?? "";
        return name switch
        {
            "System.Diagnostics.Tracing.NativeRuntimeEventSource" => WaitRole.Plumbing,

            // .NET 11 waits in managed code.
            _ when ManagedWaiting.IsType(name) => WaitRole.Plumbing,
            "System.Threading.TimerQueue" when method.Name.Contains("TimerThread", StringComparison.Ordinal) => WaitRole.Idle,
            "System.Threading.Thread" when method.Name.StartsWith("Sleep", StringComparison.Ordinal) => WaitRole.Idle,
            "System.Threading.LowLevelLifoSemaphore" => WaitRole.Idle,
            "System.Net.Sockets.SocketAsyncContext" => WaitRole.Socket,
            PoolPrefix + "WorkerThread" => WaitRole.Worker,
            PoolPrefix + "GateThread" or PoolPrefix + "WaitThread" => WaitRole.Idle,

            // Not all that is ours: the ASP.NET Core package stands on the stack of every request that it labels.
            _ when type?.Assembly == typeof(WaitFrames).Assembly => WaitRole.Library,
            _ => CodeModule.Of(method).Origin switch
            {
                CodeOrigin.Framework or CodeOrigin.Profiler => WaitRole.Framework,
                CodeOrigin.Package => WaitRole.Package,
                _ => WaitRole.Program,
            },
        };
    }

    // Dynamic methods, which have no handle, may be freed, and are not asked about.
    private static WaitSite SiteOf(MethodBase method)
    {
        WaitRole role = RoleOf(method);
        return new WaitSite(role, method.MethodHandle.Value, role == WaitRole.Package ? CodeModule.Of(method).Name : null);
    }
}

/// <summary>What a frame tells about the wait it takes part in.</summary>
internal enum WaitRole
{
    /// <summary>The program's own, or not known.</summary>
    Program,

    Framework,

    /// <summary>Of a package that the program uses.</summary>
    Package,

    /// <summary>A thread of the pool that works.</summary>
    Worker,

    /// <summary>The framework's wait for data of a socket.</summary>
    Socket,

    /// <summary>Only raises the event.</summary>
    Plumbing,

    /// <summary>A thread of the framework that has nothing to do.</summary>
    Idle,

    /// <summary>This library's.</summary>
    Library,
}

/// <summary>What is remembered of an address on the stack of a wait.</summary>
/// <param name="Role">Of the method it lies in.</param>
/// <param name="Method">The runtime's handle of that method; 0 for none.</param>
/// <param name="Package">Name of the package it is of; null for all others.</param>
internal readonly record struct WaitSite(WaitRole Role, nint Method, string? Package);
