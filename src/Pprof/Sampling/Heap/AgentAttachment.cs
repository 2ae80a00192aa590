using System.Runtime.CompilerServices;
using Microsoft.Diagnostics.NETCore.Client;
using Pprof.Threads;

namespace Pprof.Sampling;

/// <summary>
/// Asks the runtime, over the process's own diagnostics socket, to load the agent as a profiler. Once in a process: the runtime then keeps it
/// until the end.
/// </summary>
/// <remarks>
/// On a thread that may be left behind: the runtime does not answer while another tool leaves its event session unread. The question stays asked
/// then; asked a second time, the runtime would load the agent twice.
/// </remarks>
internal sealed class AgentAttachment
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private static readonly Guid s_id = new("0c8f7f0e-5f0b-4e38-9c0f-6d3c9a5b2e71");
    private readonly string _path;
    private readonly LibraryThread _asker;
    private string? _refusal;

    public AgentAttachment(string path)
    {
        _path = path;
        _asker = new LibraryThread("pprof attach", Ask);
        _asker.Start();
    }

    /// <summary>False when the runtime does not answer; wait again later.</summary>
    /// <param name="reason">Null when the runtime has loaded the agent; else why not.</param>
    public bool Wait(out string? reason)
    {
        bool isAnswered = _asker.Join(s_timeout);
        reason = isAnswered ? _refusal
            : $"the runtime did not load the native agent within {s_timeout.TotalSeconds:0} s; "
                + "it waits for another tool that does not read its event session: end that tool and try again";
        return isAnswered;
    }

    // Whatever it is: an exception that leaves this thread would end the program.
    private void Ask()
    {
        try
        {
            _refusal = Attach();
        }
        catch (FileNotFoundException e)
        {
            _refusal = $"an assembly that the library needs is missing ({FirstSentence(e)}); reference the package instead of copying one file";
        }
        catch (Exception e)
        {
            _refusal = $"the runtime does not load the native agent ({FirstSentence(e)}); "
                + "DOTNET_EnableDiagnostics=0, or a temporary folder that cannot be written, keeps it from being asked";
        }
    }

    // A method of its own: where the client's assembly is missing, the exception comes before the first line of whoever uses it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private string? Attach()
    {
        try
        {
            new DiagnosticsClient(Environment.ProcessId).AttachProfiler(s_timeout, s_id, _path);
            return null;
        }
        catch (ProfilerAlreadyActiveException)
        {
            return "the runtime has no place left for a profiler; 32 can watch a process at once: detach one, or start without it";
        }
    }

    private static string FirstSentence(Exception e) => e.Message.Split(". ", 2)[0].ReplaceLineEndings(" ").TrimEnd('.');
}
