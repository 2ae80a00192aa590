using System.Reflection;
using System.Runtime.CompilerServices;
using Pprof.Runtime;
using Pprof.Symbolization;
using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>Finds out the role of a frame, by its method. Owner of the parts; allocates for addresses not met before;
/// never throws.</summary>
internal sealed class FrameRoles(ISymbolSource symbols)
{
    private const int MostRemembered = 1 << 14;
    private const string MoveNext = "MoveNext";

    private readonly Dictionary<ulong, FrameRole> _known = [];

    public FrameRole Of(CodeAddress address)
    {
        if (address.Kind != CodeKind.Managed)
        {
            return FrameRole.None;
        }

        if (!_known.TryGetValue(address.Bits, out FrameRole? role))
        {
            LocationSymbol symbol = symbols.Resolve(address);
            role = symbol.IsTransient ? OfName(symbol.Function?.SystemName ?? "") : OfMethod(MethodLookup.FromNativeIp(address.Value));
            Remember(address, role, symbol.IsTransient);
        }

        return role;
    }

    private void Remember(CodeAddress address, FrameRole role, bool isTransient)
    {
        if (_known.Count >= MostRemembered)
        {
            _known.Clear();
        }

        if (!isTransient)
        {
            _known[address.Bits] = role;
        }
    }

    // Of code that may be freed the runtime is not asked.
    private static FrameRole OfName(string name) =>
        new(name.Contains("AsyncStateMachineBox", StringComparison.Ordinal) || name.Contains("MethodBuilder+StateMachineBox", StringComparison.Ordinal) ? FrameRoleKind.Box
            : name.Contains("." + MoveNext, StringComparison.Ordinal) ? FrameRoleKind.Machine : FrameRoleKind.Plain, null);

    private static FrameRole OfMethod(MethodBase? method) =>
        method?.DeclaringType is { } type ? new FrameRole(KindOf(method, type), type) : method is null ? FrameRole.None : new FrameRole(FrameRoleKind.Plain, null);

    private static FrameRoleKind KindOf(MethodBase method, Type type)
    {
        bool isMachine = typeof(IAsyncStateMachine).IsAssignableFrom(type);
        return IsMoveNext(method) && isMachine && !IsBox(type) ? FrameRoleKind.Machine
            : type.Assembly != typeof(object).Assembly ? FrameRoleKind.Plain
            : OfCore(method.Name, type);
    }

    private static bool IsMoveNext(MethodBase method) =>
        method.Name == MoveNext || method.Name.EndsWith("." + MoveNext, StringComparison.Ordinal);

    private static FrameRoleKind OfCore(string method, Type type) => type switch
    {
        _ when IsBox(type) => FrameRoleKind.Box,
        _ when type == typeof(ExecutionContext) || method == "ExecutionContextCallback" => FrameRoleKind.Context,
        _ when (method == "Start" && type.Name.Contains("MethodBuilder", StringComparison.Ordinal)) || (method == MoveNext && type == typeof(AsyncIteratorMethodBuilder)) =>
            FrameRoleKind.Starter,
        _ when method.StartsWith("DispatchContinuations", StringComparison.Ordinal) => FrameRoleKind.Dispatcher,
        _ when method is "TryRunInline" or "TryExecuteTaskInline" or "WrappedTryRunInline" or "InternalRunSynchronously" => FrameRoleKind.Inlining,
        _ when typeof(Task).IsAssignableFrom(type) && method is "InnerInvoke" or "ExecuteWithThreadLocal" or "ExecuteEntry" or "ExecuteEntryUnsafe" or "ExecuteFromThreadPool" =>
            FrameRoleKind.TaskRun,
        _ => FrameRoleKind.Core,
    };

    private static bool IsBox(Type type) => type.Name is "AsyncStateMachineBox`1" or "StateMachineBox`1" or "DebugFinalizableAsyncStateMachineBox`1";
}
