using Microsoft.AspNetCore.Http;
using Pprof.AspNetCore.Answers;
using Pprof.AspNetCore.IndexPage;
using Pprof.AspNetCore.Limits;

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

        byte[] page = await WriteAsync(context, options, cancellationToken);

        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = IndexHtml.ContentSecurityPolicy;
        await Answer.SendAsync(context.Response, page, cancellationToken);
    }

    // The count of goroutines is a look at all threads and tasks; once a second at most, so that it is not taken from the budget of what others ask for.
    private static async Task<byte[]> WriteAsync(HttpContext context, PprofOptions options, CancellationToken cancellationToken)
    {
        WorkLimits limits = LimitsOf(context);
        using IDisposable place = EnterProfiles(limits, options);
        ProfileCounts counts = limits.Counts;
        return await Task.Run(() => IndexHtml.Write(counts.Read()), cancellationToken);
    }
}
