using Microsoft.AspNetCore.Http;
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
        ProfileAnswer answer = await MakeAsync(context, options, profile, parameters, cancellationToken);
        await answer.SendAsync(context.Response, cancellationToken);
    }

    private static async Task<ProfileAnswer> MakeAsync(
        HttpContext context, PprofOptions options, Profile profile, RequestParameters parameters, CancellationToken cancellationToken)
    {
        WorkLimits limits = LimitsOf(context);
        ProfileLook look = ProfileLook.Of(context, options, parameters, profile.Name);
        using Work work = Begin(limits.Budget, options, () => EnterProfiles(limits, options), RecordingCost.OfProfile(parameters.Seconds ?? TimeSpan.Zero));
        MemoryStream content = new();
        if (parameters is { RecordsTasks: true, Seconds: { } begun })
        {
            await profile.WriteAfterAsync(content, ProfileKinds.Tasks, begun, parameters.Debug, cancellationToken);
            return await AnswerOfAsync(look, parameters, profile, content, work, cancellationToken);
        }

        if (parameters.Seconds is { } time)
        {
            await profile.WriteDeltaAsync(content, time, cancellationToken);
            return await ProfileAnswer.MakeAsync(look, $"{profile.Name}-delta", content, work, cancellationToken);
        }

        if (parameters.CollectsGarbage && s_collectedFirst.Contains(profile.Name))
        {
            await limits.Garbage.CollectAsync(cancellationToken);
        }

        await limits.Writers.RunAsync(work, () => Write(profile, content, parameters.Debug), cancellationToken);
        return await AnswerOfAsync(look, parameters, profile, content, work, cancellationToken);
    }

    private static async Task<ProfileAnswer> AnswerOfAsync(
        ProfileLook look, RequestParameters parameters, Profile profile, MemoryStream content, Work work, CancellationToken cancellationToken) => parameters.Debug > 0
            ? ProfileAnswer.OfText(content)
            : await ProfileAnswer.MakeAsync(look, profile.Name, content, work, cancellationToken);

    private static MemoryStream Write(Profile profile, MemoryStream content, int debug)
    {
        profile.WriteTo(content, debug);
        return content;
    }
}
