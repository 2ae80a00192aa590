namespace Pprof.Tool;

/// <summary>What every command answers to the shell. Scripts rely on the numbers: a new meaning takes a new number.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Success = 0,

    /// <summary>It was tried and failed.</summary>
    Failed = 1,

    /// <summary>The words typed make no sense; nothing was tried.</summary>
    Usage = 2,

    /// <summary>There is no such process, file or address.</summary>
    NotFound = 3,

    /// <summary>The process is there and cannot be entered: another user's, diagnostics off, ahead-of-time compiled.</summary>
    CannotEnter = 4,

    /// <summary>The content is not a profile, or not a valid one.</summary>
    BadProfile = 5,
}
