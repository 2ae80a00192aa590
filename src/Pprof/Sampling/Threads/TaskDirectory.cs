using System.Buffers.Text;
using System.Runtime.InteropServices;
using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>Lists the threads of this process without allocating. Used by one thread at a time.</summary>
internal sealed unsafe class TaskDirectory : IDisposable
{
    // struct linux_dirent64.
    private const int LengthOffset = 16;
    private const int NameOffset = 19;

    // About a thousand threads a call.
    private const int BufferBytes = 32 << 10;

    private int _folder = Libc.Open("/proc/self/task", Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC);
    private byte* _buffer = (byte*)NativeMemory.Alloc(BufferBytes);

    /// <summary>Threads of the process at this moment, from the folder's link count: one system call. 0 when unknown.</summary>
    public ulong Count
    {
        get
        {
            Libc.FileStatus status;
            return Libc.FileStatusOf(_folder, &status) == 0 ? status.Links : 0;
        }
    }

    /// <summary>Replaces the list's content; false when the folder cannot be read.</summary>
    public bool TryRead(List<TaskEntry> tasks)
    {
        tasks.Clear();
        _ = Libc.Seek(_folder, 0, Libc.SEEK_SET);
        nint bytes;
        while ((bytes = Libc.GetDirectoryEntries(_folder, _buffer, BufferBytes)) > 0)
        {
            Parse(new ReadOnlySpan<byte>(_buffer, (int)bytes), tasks);
        }

        return bytes == 0 && tasks.Count > 0;
    }

    public void Dispose()
    {
        NativeMemory.Free(_buffer);
        _buffer = null;
        if (_folder >= 0)
        {
            _ = Libc.Close(_folder);
            _folder = -1;
        }
    }

    // "." and ".." are not numbers.
    private static void Parse(ReadOnlySpan<byte> entries, List<TaskEntry> tasks)
    {
        while (entries.Length > NameOffset)
        {
            int length = MemoryMarshal.Read<ushort>(entries[LengthOffset..]);
            if (Utf8Parser.TryParse(entries[NameOffset..length], out int id, out _))
            {
                tasks.Add(new TaskEntry(id, MemoryMarshal.Read<ulong>(entries)));
            }

            entries = entries[length..];
        }
    }
}
