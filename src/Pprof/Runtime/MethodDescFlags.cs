namespace Pprof.Runtime;

/// <summary>The few bits of a MethodDesc that tell glue written in IL from the program's methods.</summary>
internal static class MethodDescFlags
{
    private const int ClassificationMask = 7;

    // Methods without metadata: DynamicMethod and the runtime's IL stubs share this classification.
    private const int Dynamic = 7;

    // Set for the body of a DynamicMethod ("lightweight code generation"), clear for every IL stub.
    private const uint IsLightweight = 0x4000;

    public static bool IsILStub(CodeLayout.MethodDescLayout layout, ulong methodDesc)
    {
        if (!RuntimeRecord.TryRead(methodDesc, stackalloc byte[sizeof(ulong)], out RuntimeRecord head)
            || (head.UInt16(layout.Flags) & ClassificationMask) != Dynamic)
            return false;
        return RuntimeRecord.TryRead(methodDesc, stackalloc byte[layout.Length], out RuntimeRecord all)
            && (all.UInt32(layout.ExtendedFlags) & IsLightweight) == 0;
    }
}
