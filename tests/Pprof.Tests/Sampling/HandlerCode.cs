using Iced.Intel;
using Pprof.Images;
using Pprof.Sampling;
using Xunit;

namespace Pprof.Tests.Sampling;

/// <summary>Disassembles the installed handler: from the pointer the kernel has, through the runtime's stub, to the last instruction.</summary>
internal static class HandlerCode
{
    private const int MostBytes = 16 << 10;
    private const int PieceBytes = 256;
    private const int LongestInstruction = 15;

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

    /// <summary>The constant in the register a call goes through: <c>mov rax, imm64; call rax</c>, also by way of other registers and of the stack.</summary>
    public static ulong TargetOf(Instruction call, IReadOnlyList<Instruction> code) =>
        call.FlowControl == FlowControl.Call ? call.NearBranchTarget : ConstantIn(call.Op0Register, call.IP, code);

    private static ulong ConstantIn(Register register, ulong before, IReadOnlyList<Instruction> code)
    {
        Instruction load = code.Last(one => one.IP < before && one.Op0Kind == OpKind.Register && one.Op0Register == register && one.OpCount == 2);
        Assert.True(load.Mnemonic == Mnemonic.Mov, $"{register} is computed: {load}");
        return load.Op1Kind switch
        {
            OpKind.Immediate64 => load.Immediate64,
            OpKind.Register => ConstantIn(load.Op1Register, load.IP, code),
            _ => ConstantAt(load, code),
        };
    }

    // Kept on the stack meanwhile, in the same run of instructions.
    private static ulong ConstantAt(Instruction load, IReadOnlyList<Instruction> code)
    {
        Instruction store = code.Last(one => one.IP < load.IP && one.Mnemonic == Mnemonic.Mov && one.Op0Kind == OpKind.Memory && one.MemoryBase == load.MemoryBase
            && one.MemoryIndex == Register.None && one.MemoryDisplacement64 == load.MemoryDisplacement64);
        Assert.DoesNotContain(code, one => one.IP > store.IP && one.IP < load.IP && one.FlowControl != FlowControl.Next);
        Assert.DoesNotContain(code, jump => jump.NearBranchTarget > store.IP && jump.NearBranchTarget <= load.IP);
        return ConstantIn(store.Op1Register, store.IP, code);
    }

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
        // Piece by piece: the end of what can be read may be near.
        for (ulong at = address; at < address + MostBytes;)
        {
            byte[] bytes = new byte[PieceBytes];
            Assert.True(SafeMemory.TryRead(at, bytes), "The handler's code could not be read.");
            Decoder decoder = Decoder.Create(64, bytes);
            decoder.IP = at;
            while (decoder.IP < at + PieceBytes - LongestInstruction)
            {
                yield return decoder.Decode();
            }

            at = decoder.IP;
        }
    }
}
