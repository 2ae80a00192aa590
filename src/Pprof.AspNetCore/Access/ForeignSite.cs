using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Pprof.AspNetCore.Access;

/// <summary>
/// Whether a page of another site has made a browser on this machine ask. It cannot read the answer, but it could keep the server busy.
/// Browsers say on whose behalf they ask, in up to three headers; other programs send none of them.
/// </summary>
internal static class ForeignSite
{
    /// <summary>Null when no other site has asked; else the reason, for the end of a sentence.</summary>
    /// <param name="request">Its headers are read.</param>
    /// <param name="mayBeLinkedTo">Whether a browser's user may come by a link on another site's page.</param>
    public static string? WhyRefused(HttpRequest request, bool mayBeLinkedTo)
    {
        IHeaderDictionary headers = request.Headers;
        if (mayBeLinkedTo && IsLink(headers))
        {
            return null;
        }

        return WhyNotFetch(headers["Sec-Fetch-Site"])
            ?? WhyNotPage("Origin", headers.Origin, request)
            ?? WhyNotPage("Referer", headers.Referer, request);
    }

    // The whole window goes there: not a frame, a picture or a script in somebody else's page. Browsers without Sec-Fetch send no Origin with a link.
    private static bool IsLink(IHeaderDictionary headers) =>
        StringValues.IsNullOrEmpty(headers["Sec-Fetch-Site"])
            ? StringValues.IsNullOrEmpty(headers.Origin)
            : headers["Sec-Fetch-Mode"] is ["navigate"] && headers["Sec-Fetch-Dest"] is ["document"];

    private static string? WhyNotFetch(StringValues site) =>
        StringValues.IsNullOrEmpty(site) || site is ["none" or "same-origin"] ? null : Reason("Sec-Fetch-Site", site);

    private static string? WhyNotPage(string header, StringValues page, HttpRequest request) =>
        StringValues.IsNullOrEmpty(page) || (page is [{ } address] && IsOurs(address, request)) ? null : Reason(header, page);

    // An Origin may be the word "null": a page that hides where it comes from is another's.
    private static bool IsOurs(string address, HttpRequest request) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? page)
        && (page.Scheme == Uri.UriSchemeHttp || page.Scheme == Uri.UriSchemeHttps)
        && Uri.TryCreate($"{page.Scheme}://{request.Host.Value}", UriKind.Absolute, out Uri? own)
        && page.Port == own.Port
        && page.IdnHost.Equals(own.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static string Reason(string header, StringValues value) =>
        $"a page of another site has asked for it ({header}: {value}); type the address into the browser instead of following a link to it";
}
