using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pprof.AspNetCore.Access;
using Pprof.AspNetCore.Answers;
using Pprof.AspNetCore.Limits;

namespace Pprof.AspNetCore.Endpoints;

/// <summary>One path below the prefix: who may ask, what happens when it goes wrong. What it answers is the derived classes' affair.</summary>
internal abstract class PprofEndpoint
{
    private static readonly Action<ILogger, string?, Exception?> s_logFailure =
        LoggerMessage.Define<string?>(LogLevel.Error, new EventId(1, "PprofRequestFailed"), "The request {Path} for a profile failed.");

    /// <summary>Those with a path of their own come before the one for all names; routing prefers them in any order.</summary>
    public static IReadOnlyList<PprofEndpoint> All { get; } =
        [new IndexEndpoint(), new CpuEndpoint(), new TraceEndpoint(), new CmdlineEndpoint(), new SymbolEndpoint(), new NamedEndpoint()];

    /// <summary>Below the prefix.</summary>
    public abstract string Pattern { get; }

    /// <summary>HEAD does what GET does, as in the original; the server keeps the body to itself.</summary>
    public virtual IEnumerable<string> Methods => [HttpMethods.Get, HttpMethods.Head];

    public async Task HandleAsync(HttpContext context)
    {
        Answer.SetCommonHeaders(context.Response);
        using RequestEnd end = new(context);
        try
        {
            PprofOptions options = context.RequestServices.GetRequiredService<IOptions<PprofOptions>>().Value;
            AccessRule.Ensure(context, options);
            await AnswerAsync(context, options, end.Token);
        }
        catch (AnswerException error) when (!context.Response.HasStarted)
        {
            await Answer.SendErrorAsync(context.Response, error);
        }
        catch (OperationCanceledException) when (end.Token.IsCancellationRequested)
        {
            await TellEndAsync(context, end);
        }
        catch (Exception failure) when (!context.Response.HasStarted && failure is not BadHttpRequestException)
        {
            await TellFailureAsync(context, failure);
        }
    }

    /// <summary>Throws <see cref="AnswerException"/> for an answer that is an error, before anything was sent.</summary>
    protected abstract Task AnswerAsync(HttpContext context, PprofOptions options, CancellationToken cancellationToken);

    /// <summary>Work of which several requests may do some at a time; dispose when it is done, before anything is sent.</summary>
    protected static Work BeginProfile(HttpContext context, PprofOptions options, RecordingCost recording) => Begin(
        context,
        options,
        limits => limits.Profiles.Enter() ?? throw new AnswerException(
            StatusCodes.Status429TooManyRequests,
            $"Too many requests for profiles at once: {options.MaxConcurrentRequests} are being worked on (PprofOptions.MaxConcurrentRequests). Try again when one has ended."),
        recording);

    /// <summary>Dispose when the work is done.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="options">How much may be done.</param>
    /// <param name="enter">Takes the place among those who work at the same time, or throws.</param>
    /// <param name="recording">What is going to be recorded.</param>
    protected static Work Begin(HttpContext context, PprofOptions options, Func<WorkLimits, IDisposable> enter, RecordingCost recording)
    {
        WorkLimits limits = context.RequestServices.GetRequiredService<WorkLimits>();
        TimeSpan wait = limits.Budget.UntilNext();
        return wait <= TimeSpan.Zero ? new Work(limits.Budget, enter(limits), TimeProvider.System, recording) : throw new AnswerException(
            StatusCodes.Status429TooManyRequests,
            string.Create(CultureInfo.InvariantCulture, $"Requests for profiles have taken more than {options.MaxLoad:0.###} of a processor's time (PprofOptions.MaxLoad). Try again in {Math.Ceiling(wait.TotalSeconds)} s."))
        { RetryAfter = wait };
    }

    // The one who asks is told what the original says; what it was is for the one who keeps the server, in its log.
    private static Task TellFailureAsync(HttpContext context, Exception failure)
    {
        ILogger? log = context.RequestServices.GetService<ILoggerFactory>()?.CreateLogger("Pprof.AspNetCore");
        if (log is not null)
        {
            s_logFailure(log, context.Request.Path, failure);
        }

        return Answer.SendErrorAsync(context.Response, new AnswerException(StatusCodes.Status500InternalServerError, "failed to collect profile"));
    }

    private static async Task TellEndAsync(HttpContext context, RequestEnd end)
    {
        if (end.IsAborted || context.Response.HasStarted)
        {
            // A part of a profile must not look like a whole one.
            context.Abort();
            return;
        }

        await Answer.SendErrorAsync(context.Response, new AnswerException(StatusCodes.Status503ServiceUnavailable, "The server is shutting down; the recording was ended."));
    }
}
