using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pprof.AspNetCore.Answers;
using Pprof.AspNetCore.IndexPage;
using Pprof.AspNetCore.Limits;
using Pprof.AspNetCore.Parameters;
using Pprof.AspNetCore.Recordings;
using Pprof.AspNetCore.Triage;

namespace Pprof.AspNetCore.Endpoints;

/// <summary>The page for people.</summary>
internal sealed class IndexEndpoint : PprofEndpoint
{
    public override string Pattern => "";

    protected override bool MayBeLinkedTo => true;

    protected override async Task AnswerAsync(HttpContext context, PprofOptions options, CancellationToken cancellationToken)
    {
        string path = context.Request.Path.Value ?? "";
        if (path.Length > 0 && path[^1] != '/')
        {
            // The links are relative to the folder, so that the page works under any prefix and behind any proxy.
            string folder = Uri.EscapeDataString(path[(path.LastIndexOf('/') + 1)..]);
            context.Response.Redirect($"{folder}/{context.Request.QueryString}", permanent: true);
            return;
        }

        RequestParameters parameters = new(context.Request.Query, options);
        ProcessLooks looks = context.RequestServices.GetRequiredService<ProcessLooks>();
        (ProcessCounters first, ProcessCounters earlier, ProcessCounters now) = await looks.TakeAsync(cancellationToken);
        IReadOnlyList<TriageLine> triage = TriageLines.Of(first, earlier, now);
        if (parameters.Debug > 0)
        {
            Answer.SetText(context.Response);
            await Answer.SendAsync(context.Response, Encoding.UTF8.GetBytes(TriageLines.Text(triage)), cancellationToken);
            return;
        }

        byte[] page = await WriteAsync(context, options, triage, cancellationToken);

        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = IndexHtml.ContentSecurityPolicy;
        await Answer.SendAsync(context.Response, page, cancellationToken);
    }

    // The count of goroutines is a look at all threads and tasks; once a second at most, so that it is not taken from the budget of what others ask for.
    private static async Task<byte[]> WriteAsync(HttpContext context, PprofOptions options, IReadOnlyList<TriageLine> triage, CancellationToken cancellationToken)
    {
        WorkLimits limits = LimitsOf(context);
        using IDisposable place = EnterProfiles(limits, options);
        ProfileCounts counts = limits.Counts;
        IReadOnlyList<KeptRecording> recordings = context.RequestServices.GetRequiredService<RecentRecordings>().All();
        return await limits.Pages.RunAsync(work: null, () => IndexHtml.Write(counts.Read(), triage, recordings), cancellationToken);
    }
}
