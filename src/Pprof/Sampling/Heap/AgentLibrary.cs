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
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            reason = $"the native agent {path} cannot be loaded ({Cause(e, path)}); install the library's package again";
            return null;
        }
    }

    /// <summary>Lets the events flow. The runtime takes this from its own callbacks or from threads it does not know, and from no other.</summary>
    /// <returns>What the runtime answered; negative when it refused.</returns>
    public int Start() => Run(_start);

    /// <summary>Ends the events; after it no thread is inside the agent.</summary>
    public int Stop() => Run(_stop);

    // The message tells of tools to find the cause with, and then, in a line that begins with the file, the cause.
    private static string Cause(Exception e, string path)
    {
        string[] lines = e.Message.Split('\n', StringSplitOptions.TrimEntries);
        string? told = lines.FirstOrDefault(line => line.StartsWith(path + ": ", StringComparison.Ordinal));
        return (told?[(path.Length + 2)..] ?? lines[0]).TrimEnd('.');
    }

    private int Run(nint function)
    {
        int error = Libc.RunOnNativeThread(function);
        return error == 0 ? Board->Result : -error;
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
