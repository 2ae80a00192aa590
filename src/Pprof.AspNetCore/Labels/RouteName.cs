using Microsoft.AspNetCore.Routing.Patterns;

namespace Pprof.AspNetCore.Labels;

/// <summary>
/// The route of an endpoint, one name for each endpoint: <c>/orders/{id}</c>, as the program wrote it. Where many endpoints share one pattern
/// (<c>{controller=Home}/{action=Index}/{id?}</c>), the values of the endpoint stand in it: <c>/Orders/Show/{id}</c>.
/// </summary>
internal static class RouteName
{
    public static string Of(RoutePattern pattern)
    {
        string route = pattern.PathSegments.Any(segment => segment.Parts.Any(part => ValueOf(pattern, part) is not null))
            ? string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => Text(pattern, part)))))
            : pattern.RawText ?? "";
        return route.StartsWith('/') ? route : "/" + route;
    }

    private static string Text(RoutePattern pattern, RoutePatternPart part) => ValueOf(pattern, part) ?? part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        _ => "",
    };

    private static string? ValueOf(RoutePattern pattern, RoutePatternPart part) =>
        part is RoutePatternParameterPart parameter && pattern.RequiredValues.TryGetValue(parameter.Name, out object? value) && value is string { Length: > 0 } text ? text : null;
}
