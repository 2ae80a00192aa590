using Microsoft.AspNetCore.Http;
using Pprof.AspNetCore.Answers;
using Pprof.AspNetCore.IndexPage;

namespace Pprof.AspNetCore.Endpoints;

/// <summary>The page for people.</summary>
internal sealed class IndexEndpoint : PprofEndpoint
{
    public override string Pattern => "";

    protected override Task AnswerAsync(HttpContext context, PprofOptions options, CancellationToken cancellationToken)
    {
        string path = context.Request.Path.Value ?? "";
        if (path.Length > 0 && path[^1] != '/')
        {
            // The links are relative to the folder, so that the page works under any prefix and behind any proxy.
            string folder = Uri.EscapeDataString(path[(path.LastIndexOf('/') + 1)..]);
            context.Response.Redirect($"{folder}/{context.Request.QueryString}", permanent: true);
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = IndexHtml.ContentSecurityPolicy;
        return Answer.SendAsync(context.Response, IndexHtml.Write(Profile.All), cancellationToken);
    }
}
