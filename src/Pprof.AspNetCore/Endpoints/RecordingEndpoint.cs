using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pprof.AspNetCore.Answers;
using Pprof.AspNetCore.Limits;
using Pprof.AspNetCore.Parameters;
using Pprof.AspNetCore.Recordings;

namespace Pprof.AspNetCore.Endpoints;

/// <summary>A recording that was looked at a while ago: its file, its page, its report, or what has changed between two.</summary>
internal sealed class RecordingEndpoint : PprofEndpoint
{
    public override string Pattern => "recordings/{number}";

    protected override async Task AnswerAsync(HttpContext context, PprofOptions options, CancellationToken cancellationToken)
    {
        RequestParameters parameters = new(context.Request.Query, options);
        parameters.EnsureNoText("a recording");
        string number = (string?)context.Request.RouteValues["number"] ?? "";
        KeptRecording recording = Find(context, number);
        ProfileLook look = ProfileLook.Of(context, options, parameters, $"recordings/{number}");
        WorkLimits limits = LimitsOf(context);
        ProfileAnswer answer;
        using (Work work = Begin(limits.Budget, options, () => EnterProfiles(limits, options), RecordingCost.None))
        {
            answer = await ProfileAnswer.MakeAsync(look, recording, work, cancellationToken);
        }

        await answer.SendAsync(context.Response, cancellationToken);
    }

    private static KeptRecording Find(HttpContext context, string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int known)
        && context.RequestServices.GetRequiredService<RecentRecordings>().Find(known) is { } recording ? recording
        : throw new AnswerException(StatusCodes.Status404NotFound, "Unknown recording. The index page lists those that are kept.");
}
