using System.Net.Sockets;
using System.Text;

namespace Pprof.Entry;

/// <summary>
/// One conversation: connects to the socket in a folder, loads the agent that the tool wants unless it is here, and gives the connection to it. On
/// a thread of its own.
/// </summary>
internal sealed class Visit
{
    private const string SocketName = "socket";

    // A tool that was stopped or killed between two words must not keep a thread of the program for ever.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly string _folder;
    private readonly ManualResetEventSlim? _isRecording;

    private Visit(string folder, ManualResetEventSlim? isRecording)
    {
        _folder = folder;
        _isRecording = isRecording;
    }

    /// <summary>In a running process: returns at once. Each tool has a thread of its own: one that was stopped must not keep the next one waiting.</summary>
    public static void Begin()
    {
        foreach (string folder in Invitation.Open())
        {
            StartThread(new Visit(folder, null));
        }
    }

    /// <summary>In a process that has not begun: returns when the recording has, or when there will be none.</summary>
    public static void BeforeMain(string folder)
    {
        using ManualResetEventSlim isRecording = new();
        StartThread(new Visit(folder, isRecording));
        isRecording.Wait(s_patience);
    }

    private static void StartThread(Visit visit)
    {
        Thread thread = new(visit.Receive) { IsBackground = true, Name = "pprof agent" };
        thread.UnsafeStart();
    }

    private void Receive()
    {
        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(Path.Combine(_folder, SocketName)));
            socket.ReceiveTimeout = socket.SendTimeout = (int)s_patience.TotalMilliseconds;
            Serve(socket);
        }
        catch (Exception)
        {
            // It would end the program.
        }

        TryRelease();
        TryDeleteFolder();
        Invitation.Forget(_folder);
    }

    // The tool has done so already, unless it was killed.
    private void TryDeleteFolder()
    {
        try
        {
            if (Directory.Exists(_folder))
            {
                Directory.Delete(_folder, recursive: true);
            }
        }
        catch (Exception)
        {
            // It is the tool's.
        }
    }

    // The tool says which build it wants; the answer is whether it is here; then the tool says that the files lie in its folder.
    private void Serve(Socket socket)
    {
        string build = ReadLine(socket);
        bool isHere = AgentContext.IsLoaded(build);
        socket.Send(Encoding.ASCII.GetBytes(isHere ? "here\n" : "send\n"));
        string ready = ReadLine(socket);
        if (ready == "ready")
        {
            AgentContext.GetOrLoad(build, _folder)(socket, _folder, _isRecording is null ? null : TryRelease);
        }
    }

    private void TryRelease()
    {
        try
        {
            _isRecording?.Set();
        }
        catch (ObjectDisposedException)
        {
            // Waited for too long already.
        }
    }

    private static string ReadLine(Socket socket)
    {
        StringBuilder line = new();
        byte[] one = new byte[1];
        while (line.Length < 200 && socket.Receive(one) == 1 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString();
    }
}
