using Pprof.Threads;

namespace Pprof.Agent;

/// <summary>
/// Keeps a program that was started for a recording until that is written: what happens up to its last moment is what was asked for. Programs that
/// were running end when they want to.
/// </summary>
internal sealed class ExitHold : IDisposable
{
    private readonly EventHandler _onExit;

    public ExitHold(Conversation conversation, TimeSpan patience)
    {
        _onExit = (_, _) => Write(conversation, patience);
        AppDomain.CurrentDomain.ProcessExit += _onExit;
    }

    public void Dispose() => AppDomain.CurrentDomain.ProcessExit -= _onExit;

    private static void Write(Conversation conversation, TimeSpan patience)
    {
        LibraryThread thread = new("pprof agent exit", () => TryWrite(conversation));
        thread.Start();
        thread.Join(patience);
    }

    private static void TryWrite(Conversation conversation)
    {
        try
        {
            conversation.Write();
        }
        catch (Exception)
        {
            // The tool is gone, and the program's end is its own.
        }
    }
}
