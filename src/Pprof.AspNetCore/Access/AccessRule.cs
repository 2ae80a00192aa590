using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pprof.AspNetCore.Answers;

namespace Pprof.AspNetCore.Access;

/// <summary>Closed by default: this machine only, unless the program has said otherwise.</summary>
internal static class AccessRule
{
    private const string AuthorizationRan = "__AuthorizationMiddlewareWithEndpointInvoked";

    private const string Remedy =
        "Profiles are shown to the machine they are taken on, unless the program opens them: by app.MapPprof().RequireAuthorization(), by RequireHost(\"*:port\"), "
        + "or to everybody by builder.Services.AddPprof(options => options.AllowRemote = true).";

    /// <summary>Throws <see cref="AnswerException"/> when the request must not be answered.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="options">What the program opens.</param>
    /// <param name="mayBeLinkedTo">A person may come by a link on another site's page, since the answer is theirs to see and costs nothing.</param>
    public static void Ensure(HttpContext context, PprofOptions options, bool mayBeLinkedTo)
    {
        if (options.AllowRemote || IsOpened(context))
        {
            return;
        }

        if (LocalRequest.WhyNot(context, mayBeLinkedTo) is { } reason)
        {
            throw new AnswerException(StatusCodes.Status403Forbidden, $"Refused: {reason}. {Remedy}");
        }
    }

    private static bool IsOpened(HttpContext context)
    {
        EndpointMetadataCollection? metadata = context.GetEndpoint()?.Metadata;
        return metadata is not null && (IsAuthorized(context, metadata) || IsForThisHost(metadata, context.Connection.LocalPort));
    }

    // Authorization has let the request pass, or it would not be here. It asks nobody when anonymous requests are allowed. Without its middleware in the way nobody was asked either: the framework
    // then refuses to run the endpoint, unless that check was switched off (RouteOptions.SuppressCheckForUnhandledSecurityMetadata). The middleware leaves this behind, which the check looks for as well.
    private static bool IsAuthorized(HttpContext context, EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<IAuthorizeData>() is not null && metadata.GetMetadata<IAllowAnonymous>() is null && context.Items.ContainsKey(AuthorizationRan);

    // Routing has compared the Host header, which whoever sends the request writes. The port of the connection is not theirs to choose.
    private static bool IsForThisHost(EndpointMetadataCollection metadata, int localPort) =>
        metadata.GetMetadata<IHostMetadata>() is { } rule && rule.Hosts.Any(host => Opens(new HostString(host), localPort));

    // A rule that names this machine itself means to keep others out, and everybody can write that name. A port opens when it stands alone: it is the lock then.
    private static bool Opens(HostString rule, int localPort) => rule.Host is "" or "*"
        ? rule.Port == localPort
        : rule.Port is null && !LocalName.Is(rule.Host);
}
