using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pprof.AspNetCore.Access;
using Pprof.AspNetCore.Answers;

namespace Pprof.AspNetCore.Endpoints;

/// <summary>One path below the prefix: who may ask, what happens when it goes wrong. What it answers is the derived classes' affair.</summary>
internal abstract class PprofEndpoint
{
    /// <summary>Those with a path of their own come before the one for all names; routing prefers them in any order.</summary>
    public static IReadOnlyList<PprofEndpoint> All { get; } =
        [new IndexEndpoint(), new CpuEndpoint(), new TraceEndpoint(), new CmdlineEndpoint(), new SymbolEndpoint(), new NamedEndpoint()];

    /// <summary>Below the prefix.</summary>
    public abstract string Pattern { get; }

    public virtual IEnumerable<string> Methods => [HttpMethods.Get];

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
    }

    /// <summary>Throws <see cref="AnswerException"/> for an answer that is an error, before anything was sent.</summary>
    protected abstract Task AnswerAsync(HttpContext context, PprofOptions options, CancellationToken cancellationToken);

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
