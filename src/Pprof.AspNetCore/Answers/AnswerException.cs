namespace Pprof.AspNetCore.Answers;

/// <summary>A request that is answered with an error: status and one sentence for whoever asked. Thrown before anything was sent.</summary>
internal sealed class AnswerException(int status, string message) : Exception(message)
{
    public int Status => status;
}
