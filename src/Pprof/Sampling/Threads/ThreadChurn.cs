using System.Buffers.Text;
using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>
/// Tells by two system calls that no thread can have started or ended since the last question. The last field of
/// <c>/proc/loadavg</c> is the id most recently given to any task of this pid namespace; while it stands still nothing
/// was started anywhere, and then an unchanged count of our threads means that none has ended either. Where something else
/// answers for the kernel (gVisor, lxcfs) that number may lag or say nothing, so every so often the answer is yes.
/// </summary>
internal sealed unsafe class ThreadChurn(TaskDirectory tasks) : IDisposable
{
    /// <summary>One question in so many is answered by yes: at the usual pace, once a second.</summary>
    public const int MostTrusted = 64;

    private const int LineBytes = 128;

    private int _loadAverage = Libc.Open("/proc/loadavg", Libc.O_RDONLY | Libc.O_CLOEXEC);
    private long _lastId = -1;
    private ulong _count;
    private uint _questions;

    /// <summary>True when a thread may have started or ended, or when the kernel does not tell.</summary>
    public bool HasHappened()
    {
        long lastId = ReadLastId();
        ulong count = tasks.Count;
        bool changed = lastId != _lastId || count != _count || lastId < 0 || ++_questions % MostTrusted == 0;
        _lastId = lastId;
        _count = count;
        return changed;
    }

    public void Dispose()
    {
        if (_loadAverage >= 0)
        {
            _ = Libc.Close(_loadAverage);
            _loadAverage = -1;
        }
    }

    // "0.62 0.17 0.10 7/164 6132\n"
    private long ReadLastId()
    {
        Span<byte> line = stackalloc byte[LineBytes];
        nint length;
        fixed (byte* start = line)
        {
            length = Libc.PRead(_loadAverage, start, LineBytes, 0);
        }

        ReadOnlySpan<byte> text = line[..(int)Math.Max(length, 0)];
        return Utf8Parser.TryParse(text[(text.LastIndexOf((byte)' ') + 1)..], out long id, out _) ? id : -1;
    }
}
