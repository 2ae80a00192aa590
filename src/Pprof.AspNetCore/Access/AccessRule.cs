using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pprof.AspNetCore.Answers;

namespace Pprof.AspNetCore.Access;

/// <summary>Closed by default: this machine only, unless the program has said otherwise.</summary>
internal static class AccessRule
{
    private const string Remedy =
        "Profiles are shown to the machine they are taken on, unless the program opens them: by app.MapPprof().RequireAuthorization(), by RequireHost(\"*:port\"), "
        + "or to everybody by builder.Services.AddPprof(options => options.AllowRemote = true).";

    /// <summary>Throws <see cref="AnswerException"/> when the request must not be answered.</summary>
    public static void Ensure(HttpContext context, PprofOptions options)
    {
        if (options.AllowRemote || IsOpened(context))
        {
            return;
        }

        if (LocalRequest.WhyNot(context) is { } reason)
        {
            throw new AnswerException(StatusCodes.Status403Forbidden, $"Refused: {reason}. {Remedy}");
        }
    }

    private static bool IsOpened(HttpContext context)
    {
        EndpointMetadataCollection? metadata = context.GetEndpoint()?.Metadata;
        return metadata is not null && (IsAuthorized(metadata) || IsForThisHost(metadata, context.Connection.LocalPort));
    }

    // The framework does not run an endpoint with this metadata unless its authorization has let the request pass. It asks nobody when anonymous requests are allowed.
    private static bool IsAuthorized(EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<IAuthorizeData>() is not null && metadata.GetMetadata<IAllowAnonymous>() is null;

    // Routing has compared the Host header, which whoever sends the request writes. The port of the connection is not theirs to choose.
    private static bool IsForThisHost(EndpointMetadataCollection metadata, int localPort) =>
        metadata.GetMetadata<IHostMetadata>() is { } rule && rule.Hosts.Any(host => Opens(new HostString(host), localPort));

    // A rule that names this machine itself means to keep others out, and everybody can write that name. A port opens when it stands alone: it is the lock then.
    private static bool Opens(HostString rule, int localPort) => rule.Host is "" or "*"
        ? rule.Port == localPort
        : rule.Port is null && !LocalName.Is(rule.Host);
}
