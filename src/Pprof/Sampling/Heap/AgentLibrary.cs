using System.Globalization;
using System.Runtime.InteropServices;
using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>The agent's file, loaded, and what it exports. The runtime loads the same file when it is attached and gets the same memory.</summary>
internal sealed unsafe class AgentLibrary
{
    // 4 MiB hold 10,000 records of 20 frames: half a second of a program that allocates 2 GB/s, sampled once in 100 KiB.
    private const int RingSize = 4 << 20;

    // 100 GB of live objects; the garbage collector's table of handles grows to 8 MiB by them.
    private const int MostHandles = 1 << 20;

    private readonly nint _start;
    private readonly nint _stop;

    private AgentLibrary(nint library)
    {
        Board = (AgentBoard*)NativeLibrary.GetExport(library, "pprof_heap_agent_board");
        _start = NativeLibrary.GetExport(library, "pprof_heap_agent_start");
        _stop = NativeLibrary.GetExport(library, "pprof_heap_agent_stop");
    }

    public AgentBoard* Board { get; }

    /// <summary>Null with a reason where the file cannot be used.</summary>
    public static AgentLibrary? TryLoad(string path, out string? reason)
    {
        try
        {
            AgentLibrary library = new(NativeLibrary.Load(path));
            reason = library.Prepare(path);
            return reason is null ? library : null;
        }
        catch (OutOfMemoryException)
        {
            reason = $"there is no memory for the native agent's buffer of {RingSize >> 20} MiB";
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            reason = $"the native agent {path} cannot be loaded ({Cause(e, path)}); install the library's package again";
            return null;
        }
    }

    /// <summary>Lets the events flow. The runtime takes this from its own callbacks or from threads it does not know, and from no other.</summary>
    /// <returns>Null, or why not, one sentence without its full stop.</returns>
    public string? Start()
    {
        Volatile.Write(ref Board->On, 1);
        return Run(_start, "the runtime does not send allocation events to the native agent (0x{0:X8}); this library needs .NET 10");
    }

    /// <summary>Ends the events; after it nothing is recorded, also where the runtime's events cannot be ended, and no thread is inside the agent.</summary>
    /// <returns>Null, or why the runtime goes on sampling, one sentence without its full stop.</returns>
    public string? Stop()
    {
        Volatile.Write(ref Board->On, 0);
        return Run(_stop, "the runtime does not end the native agent's events (0x{0:X8}) and goes on sampling");
    }

    // The message tells of tools to find the cause with, and then, in a line that begins with the file, the cause.
    private static string Cause(Exception e, string path)
    {
        string[] lines = e.Message.Split('\n', StringSplitOptions.TrimEntries);
        string? told = lines.FirstOrDefault(line => line.StartsWith(path + ": ", StringComparison.Ordinal));
        return (told?[(path.Length + 2)..] ?? lines[0]).TrimEnd('.');
    }

    private string? Run(nint function, string refusal)
    {
        int error = Libc.RunOnNativeThread(function);
        return error != 0 ? $"the system gives the native agent no thread (error {error}); the process or its user has as many as it may have"
            : Board->Result < 0 ? string.Format(CultureInfo.InvariantCulture, refusal, Board->Result)
            : null;
    }

    // The ring is never given back: a thread may be writing into it whenever the agent is attached.
    private string? Prepare(string path)
    {
        if (Board->Version != AgentBoard.CurrentVersion)
        {
            return $"the native agent {path} is of version {Board->Version}, the library of version {AgentBoard.CurrentVersion}; take both from one package";
        }

        if (Board->Ring is null)
        {
            Board->MostHandles = MostHandles;
            Board->RingSize = RingSize;
            Board->Ring = (byte*)NativeMemory.AlignedAlloc(RingSize, (nuint)Environment.SystemPageSize);
            NativeMemory.Clear(Board->Ring, RingSize);
        }

        return null;
    }
}
