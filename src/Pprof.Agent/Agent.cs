using System.Net.Sockets;
using Pprof.Agent.Wire;
using Pprof.Sampling;

namespace Pprof.Agent;

/// <summary>
/// The part of the tool that works in the program: records what it is told to and sends the profiles back. It does nothing between two
/// conversations, and what it has switched on is off again after each, however it ends.
/// </summary>
internal static class Agent
{
    // The longest that any recording takes to be written, and a program that was started for the recording is kept.
    private static readonly TimeSpan s_exitPatience = TimeSpan.FromSeconds(30);

    /// <summary>Called by the startup hook, by this name and with these parameters, on a thread of its own. Returns when the conversation is over.</summary>
    /// <param name="socket">Connected to the tool.</param>
    /// <param name="folder">Where the tool has put its files, until the recording has started.</param>
    /// <param name="started">Called when the recording has; null for a program that was running.</param>
    public static void Serve(Socket socket, string folder, Action? started)
    {
        FrameStream frames = new(socket);
        if (frames.Receive() is not { Kind: FrameKind.Order } order)
        {
            return;
        }

        AgentFile.Folder = folder;
        using Conversation conversation = new(frames, Order.Read(order.Content));
        using ExitHold? hold = conversation.HoldsExit ? new ExitHold(conversation, s_exitPatience) : null;
        conversation.Start();
        started?.Invoke();

        // The person may look for hours. A tool that goes away closes the connection.
        socket.ReceiveTimeout = 0;
        conversation.AwaitEnd();
    }
}
