namespace Pprof.RuntimeWork;

/// <summary>Which work a method of the core library asks of the runtime, by the name in its tables.</summary>
internal static class CallNames
{
    // The first beginning that fits decides.
    private static readonly (string Begin, Work Work)[] s_rules =
    [
        ("GCInterface_AllocateNewArray", KnownWork.Allocate), ("RuntimeTypeHandle_InternalAlloc", KnownWork.Allocate),
        ("RuntimeTypeHandle_CreateInstance", KnownWork.Allocate), ("InternalAllocNoChecks", KnownWork.Allocate),
        ("ObjectNative_AllocateUninitializedClone", KnownWork.Allocate), ("Array_C", KnownWork.Allocate),
        ("GCInterface_", KnownWork.Gc), ("GCHandle_", KnownWork.GcHandles), ("DependentHandle_", KnownWork.GcHandles),
        ("_InternalAlloc", KnownWork.GcHandles), ("_InternalFree", KnownWork.GcHandles), ("Internal", KnownWork.GcHandles),
        ("Monitor_", KnownWork.Lock), ("ObjectHeader_", KnownWork.Lock), ("TryEnter_", KnownWork.Lock), ("Exit_FastPath", KnownWork.Lock),
        ("WaitHandle_", KnownWork.Wait), ("ThreadNative_SpinWait", KnownWork.SpinWait), ("ThreadNative_Sleep", KnownWork.Wait),
        ("ThreadNative_Yield", KnownWork.Wait), ("ThreadNative_PollGC", KnownWork.Suspend), ("ThreadNative_", KnownWork.Threads),
        ("Sfi", KnownWork.Throw), ("EHEnum", KnownWork.Throw), ("CallFilterFunclet", KnownWork.Throw),
        ("AppendExceptionStackFrame", KnownWork.Throw), ("ExceptionNative_", KnownWork.Throw), ("ThrowInvalidCast", KnownWork.Throw),
        ("AsyncHelpers_AddContinuationToEx", KnownWork.Throw), ("StackTrace_", KnownWork.StackTrace), ("StackFrame_", KnownWork.StackTrace),
        ("ReflectionInvocation_RunClassConstructor", KnownWork.TypeLoading), ("ReflectionInvocation_Prepare", KnownWork.MethodPreparation),
        ("ReflectionInvocation_CompileMethod", KnownWork.MethodPreparation), ("InitClassHelper", KnownWork.TypeLoading),
        ("GetThreadStatics", KnownWork.TypeLoading), ("GenericHandleWorker", KnownWork.GenericLookup),
        ("VersionResilientHashCode", KnownWork.TypeLoading), ("ResolveVirtualFunctionPointer", KnownWork.VirtualLookup),
        ("IsInstanceOf_", KnownWork.Cast), ("TypeHandle_CanCastTo", KnownWork.Cast), ("MethodTable_AreTypesEquivalent", KnownWork.Cast),
        ("AssemblyNative_InternalLoad", KnownWork.AssemblyLoading), ("AssemblyNative_Load", KnownWork.AssemblyLoading),
        ("AssemblyNative_Initialize", KnownWork.AssemblyLoading), ("Buffer_", KnownWork.Copy), ("BulkMove", KnownWork.Copy),
        ("EventPipeInternal_", KnownWork.Events), ("NativeRuntimeEventSource_", KnownWork.Events), ("EventSource_", KnownWork.Events),
        ("LogEventSource", KnownWork.Events), ("IsEventSource", KnownWork.Events), ("StubHelpers_", KnownWork.Interop),
        ("Marshal", KnownWork.Interop), ("Mngd", KnownWork.Interop), ("NativeLibrary_", KnownWork.Interop), ("ComWrappers", KnownWork.Interop),
        ("Delegate_", KnownWork.Reflection), ("Runtime", KnownWork.Reflection), ("Module", KnownWork.Reflection),
        ("MetadataImport", KnownWork.Reflection), ("Signature", KnownWork.Reflection), ("CustomAttribute", KnownWork.Reflection),
        ("Reflection", KnownWork.Reflection), ("Assembly", KnownWork.Reflection), ("Type", KnownWork.Reflection), ("Method", KnownWork.Reflection),
        ("Enum_", KnownWork.Reflection), ("UnsafeAccessors", KnownWork.Reflection),
    ];

    private static readonly HashSet<string> s_math =
    [
        "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atan2", "Atanh", "Cbrt", "Ceiling", "Cos", "Cosh", "Exp", "Floor", "FusedMultiplyAdd",
        "Log", "Log10", "Log2", "ModF", "Pow", "Sin", "SinCos", "Sinh", "Sqrt", "Tan", "Tanh",
    ];

    public static Work WorkOf(string name) =>
        s_math.Contains(name) ? KnownWork.Math
        : Array.Find(s_rules, rule => name.StartsWith(rule.Begin, StringComparison.Ordinal)).Work ?? KnownWork.Call;
}
