using Pprof.Runtime;
using Pprof.Unwinding;

namespace Pprof.Symbolization;

/// <summary>
/// Frames whose meaning was found when they were recorded, because it cannot be found from an address later: code that may be
/// freed, the await at which an async method is suspended, frames that <see cref="System.Diagnostics.StackTrace"/> told us of.
/// Equal meanings share one entry, and entries live as long as the process. Any thread.
/// </summary>
/// <remarks>
/// The bound of 262,144 entries is some 60 MB of names, reached only by a program that makes new code without end; what comes
/// after it shows as <c>[overflow]</c>.
/// </remarks>
internal static class KnownFrames
{
    private const int MostFrames = 1 << 18;
    private static readonly Lock Gate = new();
    private static readonly Dictionary<(string Name, string SystemName, string File, int StartLine, int Line, CodeModule Module), int> s_byContent = [];
    private static readonly List<LocationSymbol> s_frames = [];

    /// <summary>The address that stands for this meaning from now on.</summary>
    public static CodeAddress Intern(FunctionSymbol function, int line)
    {
        var key = (function.Name, function.SystemName, function.FileName, function.StartLine, line, function.Module);
        lock (Gate)
        {
            if (!s_byContent.TryGetValue(key, out int index))
            {
                if (s_frames.Count >= MostFrames)
                {
                    return CodeAddress.Marker(StackMarker.Overflow);
                }

                s_byContent.Add(key, index = s_frames.Count);
                s_frames.Add(new LocationSymbol(function, line, IsTransient: false));
            }

            return CodeAddress.Known(index);
        }
    }

    /// <summary>Null for a number that stands for nothing, from somebody who asks by number.</summary>
    public static LocationSymbol? Find(CodeAddress address)
    {
        lock (Gate)
        {
            return address.Value < (ulong)s_frames.Count ? s_frames[(int)address.Value] : null;
        }
    }

    public static LocationSymbol Resolve(CodeAddress address)
    {
        lock (Gate)
        {
            return s_frames[(int)address.Value];
        }
    }
}
