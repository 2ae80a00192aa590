using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pprof.Tool.Interop;
using Pprof.Tool.Targets;

namespace Pprof.Tool.Attach;

/// <summary>Whose the files of a meeting are: the process's user, who may be another than the one who asks.</summary>
/// <param name="user">To give to; null for the one who asks.</param>
/// <param name="group">To give to.</param>
internal sealed class FileOwner(uint? user, uint group)
{
    public static FileOwner Self { get; } = new(null, 0);

    public static FileOwner Of(TargetProcess target) =>
        target.Status.User == Native.EffectiveUser() ? Self : new FileOwner(target.Status.User, target.Status.Group);

    /// <summary>Gives an open file or folder.</summary>
    public void Give(SafeFileHandle file, string path)
    {
        if (user is { } id && Native.ChangeOwner(file, id, group) != 0)
        {
            throw Refused(path, id);
        }
    }

    /// <summary>Gives what has that name; not what a link leads to. Only within a folder that nobody else can change.</summary>
    public void Give(string path)
    {
        if (user is { } id && Native.ChangeOwner(path, id, group) != 0)
        {
            throw Refused(path, id);
        }
    }

    private static UnauthorizedAccessException Refused(string path, uint user) => new(
        $"'{path}' cannot be given to user {UserNames.Of(user)} (errno {Marshal.GetLastPInvokeError()}). Run the tool as that user, or as root with the capability CHOWN.");
}
