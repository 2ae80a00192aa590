namespace Pprof.Profiles.Cpu;

/// <summary>What a frame tells of how the frame below it came to run.</summary>
internal enum FrameRoleKind
{
    /// <summary>The program's, or the framework's outside of the core library.</summary>
    Plain,

    /// <summary>Native code, markers, whatever has no method.</summary>
    None,

    /// <summary>The core library, in none of the roles below.</summary>
    Core,

    /// <summary>The code of an async method.</summary>
    Machine,

    /// <summary>Calls an async method for the first time, on behalf of the one who calls it.</summary>
    Starter,

    /// <summary>Runs something in its execution context, which is how async methods are resumed.</summary>
    Context,

    /// <summary>Resumes one async method.</summary>
    Box,

    /// <summary>Runs a task's delegate.</summary>
    TaskRun,

    /// <summary>Runs a task for a thread that would otherwise wait for it: who waits stands below it on the same
    /// stack.</summary>
    Inlining,

    /// <summary>Resumes the async methods of a task that the runtime itself suspends.</summary>
    Dispatcher,
}

/// <summary>What a frame is to <see cref="LogicalStacks"/>.</summary>
/// <param name="Kind">Its role.</param>
/// <param name="Type">What declares the method; null when that may be unloaded.</param>
internal sealed record FrameRole(FrameRoleKind Kind, Type? Type)
{
    public static FrameRole None { get; } = new(FrameRoleKind.None, null);
}
