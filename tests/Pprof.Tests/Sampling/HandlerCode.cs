using System.Runtime.InteropServices;
using Iced.Intel;
using Pprof.Sampling;

namespace Pprof.Tests.Sampling;

/// <summary>Disassembles the installed handler: from the pointer the kernel has, through the runtime's stub, to the last instruction.</summary>
internal static class HandlerCode
{
    private const int MostBytes = 4096;

    /// <summary>Every instruction up to the first return or jump that nothing runs past and no earlier jump passes over.</summary>
    public static unsafe IReadOnlyList<Instruction> Read()
    {
        ActivationSignal.Install();
        ulong entry = FollowStub((ulong)(nint)(delegate* managed<int, byte*, byte*, void>)&SignalHandler.Handle);
        List<Instruction> code = [];
        ulong furthest = entry;
        foreach (Instruction instruction in Decode(entry))
        {
            code.Add(instruction);
            furthest = instruction.FlowControl is FlowControl.ConditionalBranch or FlowControl.UnconditionalBranch
                ? Math.Max(furthest, instruction.NearBranchTarget) : furthest;
            if (instruction.FlowControl is FlowControl.Return or FlowControl.UnconditionalBranch && instruction.NextIP > furthest)
            {
                return code;
            }
        }

        throw new InvalidOperationException($"The handler has no end within {MostBytes} bytes.");
    }

    /// <summary>The constant in the register a call goes through: <c>mov rax, imm64; call rax</c>.</summary>
    public static ulong TargetOf(Instruction call, IReadOnlyList<Instruction> code) =>
        call.FlowControl == FlowControl.Call
            ? call.NearBranchTarget
            : code.Last(load => load.IP < call.IP && load.Mnemonic == Mnemonic.Mov && load.Op0Register == call.Op0Register).GetImmediate(1);

    /// <summary>Jumps that end outside the instructions, and every indirect jump.</summary>
    public static Predicate<Instruction> JumpsOut(IReadOnlyList<Instruction> code) => instruction => instruction.FlowControl switch
    {
        FlowControl.IndirectBranch => true,
        FlowControl.ConditionalBranch or FlowControl.UnconditionalBranch =>
            instruction.NearBranchTarget < code[0].IP || instruction.NearBranchTarget > code[^1].IP,
        _ => false,
    };

    // jmp [rip+x] to the body; of the stub's own code nothing else runs once it is patched.
    private static unsafe ulong FollowStub(ulong address)
    {
        Instruction first = Decode(address).First();
        return first.FlowControl == FlowControl.IndirectBranch && first.IsIPRelativeMemoryOperand
            ? *(ulong*)first.IPRelativeMemoryAddress : address;
    }

    private static IEnumerable<Instruction> Decode(ulong address)
    {
        byte[] bytes = new byte[MostBytes];
        Marshal.Copy((nint)address, bytes, 0, MostBytes);
        Decoder decoder = Decoder.Create(64, bytes);
        decoder.IP = address;
        while (decoder.IP < address + MostBytes - 16)
        {
            yield return decoder.Decode();
        }
    }
}
