namespace Pprof.Tool;

/// <summary>What went wrong in words for the person at the terminal: what, with which value, and what to do.</summary>
/// <param name="message">A sentence or two; the remedy belongs to it.</param>
/// <param name="exitCode">What the command answers to the shell.</param>
internal sealed class ToolException(string message, ExitCode exitCode = ExitCode.Failed) : Exception(message)
{
    public ExitCode ExitCode { get; } = exitCode;
}
