namespace Pprof.Unwinding.Native;

/// <summary>The numbers DWARF gives the x64 registers (System V psABI, figure 3.36).</summary>
internal static class DwarfRegister
{
    public const int Rax = 0, Rdx = 1, Rcx = 2, Rbx = 3, Rsi = 4, Rdi = 5, Rbp = 6, Rsp = 7;
    public const int R8 = 8, R9 = 9, R10 = 10, R11 = 11, R12 = 12, R13 = 13, R14 = 14, R15 = 15;

    /// <summary>The return address column: the caller's rip.</summary>
    public const int Rip = 16;

    /// <summary>Registers that are followed; vector registers and above are not.</summary>
    public const int Count = 17;
}
