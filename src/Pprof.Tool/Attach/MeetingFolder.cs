using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Pprof.Tool.Interop;
using Pprof.Tool.Targets;

namespace Pprof.Tool.Attach;

/// <summary>
/// A folder in the process's own temporary folder, there for less than a second: it holds the hook, a socket on which the agent calls, and the
/// agent's files if the process does not have them yet. Nobody but the process's user and root can look into it.
/// </summary>
/// <remarks>
/// As root the tool works here beside a user who may mean no good. The folder is opened once and named by its descriptor from then on; it becomes
/// the user's after what it holds at first, so that no name in it can be exchanged for a link to a file of root's before that is given away.
/// </remarks>
internal sealed class MeetingFolder : IDisposable
{
    private const string SocketName = "socket";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _path;
    private readonly FileOwner _owner;
    private readonly SafeFileHandle _folder;

    private MeetingFolder(string path, string pathThere, FileOwner owner)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Processes are entered through /proc, which Linux has.");
        }

        _path = path;
        _owner = owner;
        PathThere = pathThere;
        Directory.CreateDirectory(path, OwnerOnly);
        _folder = Native.OpenFolder(path);
        try
        {
            Socket = Listen();
            Put(Payload.Hook);
            _owner.Give(_folder, path);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Path of the folder as the process sees it.</summary>
    public string PathThere { get; }

    /// <summary>Path of the hook's file as the process sees it.</summary>
    public string HookThere => Path.Combine(PathThere, Payload.Hook);

    /// <summary>Listens for the agent's call.</summary>
    public Socket Socket { get; }

    /// <summary>Makes the folder for a running process.</summary>
    /// <exception cref="ToolException">The process's temporary folder cannot be written.</exception>
    public static MeetingFolder Make(TargetProcess target)
    {
        string there = Path.Combine(target.TemporaryFolder, $"dotnet-pprof-{target.Status.InnerPid}-{RandomName()}");
        return Make(target.PathHere(there), there, FileOwner.Of(target));
    }

    /// <summary>Makes the folder for a child of ours.</summary>
    public static MeetingFolder MakeForChild()
    {
        string path = Path.Combine(Path.GetTempPath(), $"dotnet-pprof-child-{RandomName()}");
        return Make(path, path, FileOwner.Self);
    }

    /// <summary>Puts a file of the payload into it.</summary>
    public void Put(string name)
    {
        string path = Inside(name);
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
        Payload.CopyTo(name, file);
        _owner.Give(file.SafeFileHandle, path);
    }

    /// <summary>Takes the folder away with everything in it. What was loaded from it stays loaded.</summary>
    public void Dispose()
    {
        Socket?.Dispose();
        _folder.Dispose();
        try
        {
            Directory.Delete(_path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has ended and its root with it, or its agent has deleted the same files.
        }
    }

    private static MeetingFolder Make(string path, string there, FileOwner owner)
    {
        try
        {
            return new MeetingFolder(path, there, owner);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            throw new ToolException(
                $"Nothing can be put into {Path.GetDirectoryName(there)}, from where the process loads its agent: {e.Message}", ExitCode.CannotEnter);
        }
    }

    // By descriptor also because through /proc/PID/root the path is longer than the 107 bytes that the address of a socket has.
    private Socket Listen()
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Inside(SocketName)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Inside(SocketName), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _owner.Give(Inside(SocketName));
        socket.Listen(1);
        return socket;
    }

    private string Inside(string name) => $"/proc/self/fd/{_folder.DangerousGetHandle()}/{name}";

    private static string RandomName() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
}
