using Pprof.Runtime.DebugInfo;

namespace Pprof.Runtime;

/// <summary>
/// What this runtime tells of its own data structures, read once in a process. Each part may be missing by itself, and then has the reason,
/// one sentence's worth for a profile's comments. Any thread.
/// </summary>
internal sealed class RuntimeDescription
{
    private readonly Lazy<RuntimePart<JitDebugInfo>> _debugInfo;

    /// <param name="descriptor">Null to do as if the runtime did not describe itself.</param>
    /// <param name="reason">Why it does not.</param>
    internal RuntimeDescription(ContractDescriptor? descriptor, string? reason)
    {
        Descriptor = new(descriptor, reason);
        Code = Descriptor.Then(CodeMap.TryCreate);
        Threads = Descriptor.Then(ThreadList.TryCreate);
        Roster = Descriptor.Then(ThreadRoster.TryCreate);
        Frames = Descriptor.Then(FrameLayout.TryCreate);
        Methods = Descriptor.Then(MethodDescReader.TryCreate);
        Types = Descriptor.Then(ObjectTypes.TryCreate);
        _debugInfo = new(() => Code.Then(JitDebugInfo.TryCreate));
    }

    /// <summary>Of the runtime of this process.</summary>
    public static RuntimeDescription Current { get; } = new(ContractDescriptor.TryLoad(out string? reason), reason);

    public RuntimePart<ContractDescriptor> Descriptor { get; }

    /// <summary>Which method is at an address.</summary>
    public RuntimePart<CodeMap> Code { get; }

    /// <summary>Where a thread's chain of explicit Frames begins, for the sampler.</summary>
    public RuntimePart<ThreadList> Threads { get; }

    /// <summary>All threads there are, for a snapshot.</summary>
    public RuntimePart<ThreadRoster> Roster { get; }

    /// <summary>Where the fields of explicit Frames lie.</summary>
    public RuntimePart<FrameLayout> Frames { get; }

    /// <summary>What a MethodDesc stands for.</summary>
    public RuntimePart<MethodDescReader> Methods { get; }

    /// <summary>Which type a MethodTable is.</summary>
    public RuntimePart<ObjectTypes> Types { get; }

    /// <summary>Native-to-IL maps of jitted code. Tried out when it is first asked for, which compares it with stack traces.</summary>
    public RuntimePart<JitDebugInfo> DebugInfo => _debugInfo.Value;
}

/// <summary>A part of <see cref="RuntimeDescription"/>.</summary>
/// <param name="Value">Null when this runtime describes it in another way than the known one.</param>
/// <param name="Reason">Why it is null; null when it is not.</param>
internal readonly record struct RuntimePart<T>(T? Value, string? Reason)
    where T : class
{
    internal delegate TNext? Create<TNext>(T from, out string? reason);

    /// <summary>What is made of this part; it shares the reason of one that is missing.</summary>
    internal RuntimePart<TNext> Then<TNext>(Create<TNext> create)
        where TNext : class
    {
        string? reason = Reason;
        TNext? next = Value is null ? null : create(Value, out reason);
        return new RuntimePart<TNext>(next, reason);
    }
}
