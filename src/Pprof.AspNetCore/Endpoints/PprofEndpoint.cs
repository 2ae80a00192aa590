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
        [new IndexEndpoint(), new CpuEndpoint(), new TraceEndpoint(), new CmdlineEndpoint(), new SymbolEndpoint(), new RecordingEndpoint(), new NamedEndpoint()];

    /// <summary>Below the prefix.</summary>
    public abstract string Pattern { get; }

    /// <summary>HEAD does what GET does, as in the original; the server keeps the body to itself.</summary>
    public virtual IEnumerable<string> Methods => [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Whether a browser's user may come here by a link on another site's page.</summary>
    protected virtual bool MayBeLinkedTo => false;

    public async Task HandleAsync(HttpContext context)
    {
        Answer.SetCommonHeaders(context.Response);
        using RequestEnd end = new(context);
        try
        {
            PprofOptions options = context.RequestServices.GetRequiredService<IOptions<PprofOptions>>().Value;
            AccessRule.Ensure(context, options, MayBeLinkedTo);
            EnsureMethod(context.Request);
            EnsurePath(context.Request);
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

    /// <summary>One of the places for requests of which several may work at a time; dispose when the work is done, before anything is sent.</summary>
    protected static IDisposable EnterProfiles(WorkLimits limits, PprofOptions options) => Enter(limits.Profiles, options);

    /// <summary>One of these places.</summary>
    protected static IDisposable Enter(AtMost places, PprofOptions options) => places.Enter() ?? throw new AnswerException(
        StatusCodes.Status429TooManyRequests,
        $"Too many requests for profiles at once: {options.MaxConcurrentRequests} are being worked on (PprofOptions.MaxConcurrentRequests). Try again when one has ended.");

    // Here and not by routing, which would answer others before it was asked who may ask.
    private void EnsureMethod(HttpRequest request)
    {
        if (!Methods.Contains(request.Method, StringComparer.OrdinalIgnoreCase))
        {
            throw new AnswerException(StatusCodes.Status405MethodNotAllowed, "Method Not Allowed") { Allow = string.Join(", ", Methods) };
        }
    }

    // Routing takes "profile/" for "profile", which would record for half a minute. In the original it is a name that nothing has.
    private void EnsurePath(HttpRequest request)
    {
        if (Pattern.Length > 0 && request.Path.Value?.EndsWith('/') == true)
        {
            throw new AnswerException(StatusCodes.Status404NotFound, "Unknown profile");
        }
    }

    protected static WorkLimits LimitsOf(HttpContext context) => context.RequestServices.GetRequiredService<WorkLimits>();

    /// <summary>Dispose when the work is done.</summary>
    /// <param name="budget">What its time is taken from.</param>
    /// <param name="options">How much may be done.</param>
    /// <param name="enter">Takes the place among those who work at the same time, or throws.</param>
    /// <param name="recording">What is going to be recorded.</param>
    protected static Work Begin(WorkBudget budget, PprofOptions options, Func<IDisposable> enter, RecordingCost recording)
    {
        TimeSpan wait = budget.UntilNext();
        return wait <= TimeSpan.Zero ? new Work(budget, enter(), TimeProvider.System, recording) : throw new AnswerException(
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
