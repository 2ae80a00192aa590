using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Pprof.Tool.Targets;

/// <summary>What a runtime says of itself over its diagnostic port.</summary>
/// <param name="Version">As <c>10.0.12</c>; empty of a runtime before .NET 6, which does not say.</param>
/// <param name="Architecture">As <c>x64</c>.</param>
/// <param name="EntryAssembly">Name of the assembly that holds Main; empty when it does not say.</param>
internal sealed record RuntimeDescription(string Version, string Architecture, string EntryAssembly)
{
    // Documented in github.com/dotnet/diagnostics, documentation/design-docs/ipc-protocol.md: a head of 20 bytes, "DOTNET_IPC_V1\0", u16 size of all,
    // u8 command set, u8 command, u16 0; then the payload.
    private const int HeadBytes = 20;
    private const byte ProcessCommandSet = 0x04;
    private const byte ProcessInfo = 0x00;
    private const byte ProcessInfo2 = 0x04;
    private const byte ServerCommandSet = 0xff;
    private const byte Ok = 0x00;

    // Process id and the instance's cookie.
    private const int BytesBeforeStrings = 8 + 16;

    // A runtime that is stopped, or waits for a tool that does not read, accepts the connection and says nothing.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>1 to 99, or 0 when it is not known.</summary>
    public int MajorVersion => int.TryParse(Version.Split('.')[0], out int major) ? major : 0;

    /// <summary>Null when it does not answer within seconds.</summary>
    /// <exception cref="UnauthorizedAccessException">This user may not ask.</exception>
    public static RuntimeDescription? Ask(string socketPath)
    {
        try
        {
            return Parse(Request(socketPath, ProcessInfo2), hasVersion: true) ?? Parse(Request(socketPath, ProcessInfo), hasVersion: false);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new UnauthorizedAccessException(e.Message, e);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }

    private static byte[]? Request(string socketPath, byte command)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.ReceiveTimeout = socket.SendTimeout = (int)s_patience.TotalMilliseconds;
        socket.Connect(new UnixDomainSocketEndPoint(socketPath));
        byte[] head = new byte[HeadBytes];
        "DOTNET_IPC_V1\0"u8.CopyTo(head);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(14), HeadBytes);
        head[16] = ProcessCommandSet;
        head[17] = command;
        socket.Send(head);
        using NetworkStream answer = new(socket);
        answer.ReadExactly(head);
        byte[] payload = new byte[Math.Max(0, BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(14)) - HeadBytes)];
        answer.ReadExactly(payload);
        return head[16] == ServerCommandSet && head[17] == Ok ? payload : null;
    }

    // Strings are a count of UTF-16 units, NUL included, and the units: command line, OS, architecture, and in the second form assembly and version.
    private static RuntimeDescription? Parse(byte[]? payload, bool hasVersion)
    {
        if (payload is null)
        {
            return null;
        }

        int offset = BytesBeforeStrings;
        string[] strings = new string[hasVersion ? 5 : 3];
        for (int i = 0; i < strings.Length; i++)
        {
            int bytes = BitConverter.ToInt32(payload, offset) * 2;
            strings[i] = Encoding.Unicode.GetString(payload, offset + 4, bytes).TrimEnd('\0');
            offset += 4 + bytes;
        }

        return hasVersion ? new RuntimeDescription(strings[4].Split('+', ' ')[0], strings[2], strings[3]) : new RuntimeDescription("", strings[2], "");
    }
}
