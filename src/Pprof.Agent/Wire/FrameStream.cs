using System.Buffers.Binary;
using System.Net.Sockets;

namespace Pprof.Agent.Wire;

/// <summary>Sends and receives frames over a socket. Sending from any thread, receiving from one.</summary>
internal sealed class FrameStream(Socket socket)
{
    /// <summary>Of the content of one frame. What is longer is cut into several by whoever sends it.</summary>
    public const int MostBytes = 1 << 20;
    private const int HeadBytes = 5;
    private readonly Lock _gate = new();

    /// <summary>Throws <see cref="SocketException"/> when the other end is gone or does not read.</summary>
    public void Send(FrameKind kind, ReadOnlySpan<byte> content) => Send(kind, [], content);

    /// <summary>With bytes that go before the content.</summary>
    public void Send(FrameKind kind, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> content)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteInt32LittleEndian(head, 1 + prefix.Length + content.Length);
        head[4] = (byte)kind;
        lock (_gate)
        {
            SendAll(head);
            SendAll(prefix);
            SendAll(content);
        }
    }

    /// <summary>Null when the other end has closed the connection between two frames.</summary>
    /// <exception cref="IOException">It was closed within a frame, or the frame is none.</exception>
    public (FrameKind Kind, byte[] Content)? Receive()
    {
        byte[] head = new byte[HeadBytes];
        if (!TryReceive(head))
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 1 or > MostBytes)
        {
            throw new IOException($"A frame of {length} bytes came over the connection to the agent, where at most {MostBytes} can be.");
        }

        byte[] content = new byte[length - 1];
        return content.Length == 0 || TryReceive(content)
            ? ((FrameKind)head[4], content)
            : throw new IOException("The connection to the agent ended within a frame.");
    }

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }

    private bool TryReceive(Span<byte> buffer)
    {
        int filled = 0;
        while (filled < buffer.Length)
        {
            int read = socket.Receive(buffer[filled..]);
            if (read == 0)
            {
                return filled == 0 ? false : throw new IOException("The connection to the agent ended within a frame.");
            }

            filled += read;
        }

        return true;
    }
}
