using Microsoft.AspNetCore.Http;
using Pprof.AspNetCore.Answers;
using Pprof.AspNetCore.Limits;
using Pprof.AspNetCore.Parameters;

namespace Pprof.AspNetCore.Endpoints;

/// <summary>A trace of the next seconds, sent while it is recorded.</summary>
internal sealed class TraceEndpoint : PprofEndpoint
{
    private static readonly TimeSpan s_usualTime = TimeSpan.FromSeconds(1);

    public override string Pattern => "trace";

    protected override async Task AnswerAsync(HttpContext context, PprofOptions options, CancellationToken cancellationToken)
    {
        RequestParameters parameters = new(context.Request.Query, options);
        TimeSpan time = parameters.FractionalSeconds ?? s_usualTime;
        parameters.EnsureNoText("a trace");
        parameters.EnsureNoView("a trace");
        WorkLimits limits = LimitsOf(context);
        using Work work = Begin(limits.Budget, options, () => limits.Trace.Enter() ?? throw NotEnabled("tracing is already enabled"), RecordingCost.OfTrace(time));
        Answer.SetFile(context.Response, "trace");
        try
        {
            await EventTrace.WriteToAsync(context.Response.Body, time, cancellationToken);
        }
        catch (InvalidOperationException) when (!context.Response.HasStarted)
        {
            throw NotEnabled("tracing is already enabled");
        }
        catch (PlatformNotSupportedException e)
        {
            throw NotEnabled(e.Message);
        }
        catch (IOException) when (context.Response.HasStarted)
        {
            // What was sent cannot be taken back: the broken connection tells that the file is not whole.
            context.Abort();
        }
    }

    private static AnswerException NotEnabled(string reason) =>
        new(StatusCodes.Status500InternalServerError, $"Could not enable tracing: {reason}");
}
