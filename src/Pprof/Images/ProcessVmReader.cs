using Pprof.Interop;

namespace Pprof.Images;

/// <summary>
/// Reads through <c>process_vm_readv</c> on ourselves: one system call, and the kernel turns what would be a fault into a
/// short count. A container's seccomp filter may forbid it (Docker's did on kernels before 4.8).
/// </summary>
internal sealed class ProcessVmReader : IMemoryReader
{
    private readonly int _processId = Environment.ProcessId;

    // Any thread but a signal handler; does not allocate, lock or throw.
    public unsafe bool TryRead(ulong address, Span<byte> destination)
    {
        fixed (byte* target = destination)
        {
            Libc.IoVector local = new() { Base = (nuint)target, Length = (nuint)destination.Length };
            Libc.IoVector remote = new() { Base = (nuint)address, Length = (nuint)destination.Length };
            return Libc.ProcessVmReadv(_processId, &local, 1, &remote, 1, 0) == destination.Length;
        }
    }
}
