using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pprof.AspNetCore.Answers;
using Pprof.AspNetCore.Limits;
using Pprof.AspNetCore.Parameters;

namespace Pprof.AspNetCore.Endpoints;

/// <summary>Every registered profile, by its name: as it is now, or what happens to it in the next seconds.</summary>
internal sealed class NamedEndpoint : PprofEndpoint
{
    private static readonly string[] s_collectedFirst = ["heap", "allocs"];

    // A name may contain slashes.
    public override string Pattern => "{**name}";

    protected override async Task AnswerAsync(HttpContext context, PprofOptions options, CancellationToken cancellationToken)
    {
        Profile profile = Profile.Lookup((string?)context.Request.RouteValues["name"] ?? "") ?? throw new AnswerException(StatusCodes.Status404NotFound, "Unknown profile");
        RequestParameters parameters = new(context.Request.Query, options);
        parameters.EnsureFit(profile);
        WorkLimits limits = context.RequestServices.GetRequiredService<WorkLimits>();
        using IDisposable work = limits.Profiles.Enter() ?? throw TooMany(options);
        if (parameters.Seconds is { } time)
        {
            await SendDeltaAsync(context.Response, profile, parameters.View, time, cancellationToken);
            return;
        }

        if (parameters.CollectsGarbage && s_collectedFirst.Contains(profile.Name))
        {
            await limits.Garbage.CollectAsync(cancellationToken);
        }

        await SendAsync(context.Response, profile, parameters, cancellationToken);
    }

    private static async Task SendDeltaAsync(HttpResponse response, Profile profile, ProfileView view, TimeSpan time, CancellationToken cancellationToken)
    {
        using MemoryStream file = new();
        await profile.WriteDeltaAsync(file, time, cancellationToken);
        await ProfileAnswer.SendAsync(response, view, $"{profile.Name}-delta", file, cancellationToken);
    }

    private static async Task SendAsync(HttpResponse response, Profile profile, RequestParameters parameters, CancellationToken cancellationToken)
    {
        if (parameters.Debug > 0)
        {
            Answer.SetText(response);
            await profile.WriteToAsync(response.Body, parameters.Debug, cancellationToken);
            return;
        }

        using MemoryStream file = new();
        await profile.WriteToAsync(file, parameters.Debug, cancellationToken);
        await ProfileAnswer.SendAsync(response, parameters.View, profile.Name, file, cancellationToken);
    }

    private static AnswerException TooMany(PprofOptions options) => new(
        StatusCodes.Status429TooManyRequests,
        $"Too many requests for profiles at once: {options.MaxConcurrentRequests} are being worked on (PprofOptions.MaxConcurrentRequests). Try again when one has ended.");
}
