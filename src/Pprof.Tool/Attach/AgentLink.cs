using System.Net.Sockets;
using System.Text;
using Pprof.Agent.Wire;
using Pprof.Tool.Recording;

namespace Pprof.Tool.Attach;

/// <summary>The connection to an agent, from its call to the last byte of its profiles. One thread at a time.</summary>
internal sealed class AgentLink : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly Socket _socket;
    private readonly FrameStream _frames;

    private AgentLink(Socket socket)
    {
        _socket = socket;
        _frames = new FrameStream(socket);
        socket.SendTimeout = socket.ReceiveTimeout = (int)s_patience.TotalMilliseconds;
    }

    /// <summary>Answers the hook's call: says which agent is wanted, and puts its files down unless it is there.</summary>
    /// <exception cref="IOException">The process has ended, or does not go on.</exception>
    public static AgentLink Open(Socket socket, MeetingFolder folder, bool needsHeapAgent)
    {
        AgentLink link = new(socket);
        try
        {
            link.SendLine(Payload.Build);
            if (link.ReadLine() == "send")
            {
                Payload.Assemblies.ToList().ForEach(folder.Put);
            }

            if (needsHeapAgent && Payload.HeapAgent is { } library)
            {
                folder.Put(library);
            }

            link.SendLine("ready");
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>Gives the order, and returns when it is being carried out. What cannot be recorded comes with the profiles.</summary>
    public void Start(Order order, ProfileSink sink)
    {
        _frames.Send(FrameKind.Order, order.ToBytes());
        Receive(order, sink, untilStarted: true);

        // From now on it says nothing until it is asked.
        _socket.ReceiveTimeout = 0;
    }

    /// <summary>Asks for the profiles.</summary>
    public void Finish()
    {
        try
        {
            _frames.Send(FrameKind.Finish, []);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The process has ended. A child has sent its profiles before that.
        }
    }

    /// <summary>Receives the profiles until all have come. May begin before <see cref="Finish"/>.</summary>
    /// <exception cref="IOException">The process has ended before.</exception>
    public void ReceiveAll(Order order, ProfileSink sink) => Receive(order, sink, untilStarted: false);

    public void Dispose() => _socket.Dispose();

    private void Receive(Order order, ProfileSink sink, bool untilStarted)
    {
        while (untilStarted || order.Kinds.Any(sink.IsOpen))
        {
            (FrameKind kind, byte[] content) = TryReceive() ?? throw new IOException("The process has ended.");
            if (kind == FrameKind.Started)
            {
                return;
            }

            string name = order.Kinds[content[0]];
            if (kind == FrameKind.Bytes)
            {
                sink.Write(name, content.AsSpan(1));
            }
            else
            {
                sink.End(name, content.Length == 1 ? null : Encoding.UTF8.GetString(content.AsSpan(1)));
            }
        }
    }

    private (FrameKind Kind, byte[] Content)? TryReceive()
    {
        try
        {
            return _frames.Receive();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
        {
            throw new IOException($"The agent in the process did not begin within {s_patience.TotalSeconds} s. The machine may be very busy: try again.");
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private void SendLine(string line) => _socket.Send(Encoding.ASCII.GetBytes(line + "\n"));

    private string ReadLine()
    {
        StringBuilder line = new();
        byte[] one = new byte[1];
        while (_socket.Receive(one) == 1 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.Length > 0 ? line.ToString() : throw new IOException("The process has ended.");
    }
}
