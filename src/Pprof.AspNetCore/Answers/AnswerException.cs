namespace Pprof.AspNetCore.Answers;

/// <summary>A request that is answered with an error: status and one sentence for whoever asked. Thrown before anything was sent.</summary>
internal sealed class AnswerException(int status, string message) : Exception(message)
{
    /// <summary>When it makes sense to ask again, where that can change by itself.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The methods that there are, where another was used; else null.</summary>
    public string? Allow { get; init; }

    public int Status => status;
}
