namespace Pprof.Tool.Sources;

/// <summary>An address that serves profiles, as <c>http://host:5000/debug/pprof/heap</c> does.</summary>
/// <param name="address">Where; a query such as <c>?seconds=5</c> goes with it.</param>
/// <param name="options">Certificates and headers.</param>
internal sealed class UrlSource(Uri address, HttpOptions options) : ProfileSource
{
    private const int MostOfAnError = 500;

    public override string Name => address.ToString();

    public override async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        using HttpClient client = options.MakeClient();
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(address, cancellationToken);
            byte[] content = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return answer.IsSuccessStatusCode ? content : throw Refused(answer, content);
        }
        catch (HttpRequestException e)
        {
            throw new ToolException($"'{address}' does not answer: {WithCause(e)}{Remedy(e)}");
        }
    }

    private ToolException Refused(HttpResponseMessage answer, byte[] content)
    {
        string text = System.Text.Encoding.UTF8.GetString(content.AsSpan(0, Math.Min(content.Length, MostOfAnError))).Trim();
        ExitCode code = answer.StatusCode == System.Net.HttpStatusCode.NotFound ? ExitCode.NotFound : ExitCode.Failed;
        return new ToolException($"'{address}' answers {(int)answer.StatusCode} {answer.ReasonPhrase}: {text}", code);
    }

    private static string WithCause(HttpRequestException e) =>
        e.InnerException is { } cause && !e.Message.Contains(cause.Message, StringComparison.Ordinal) ? $"{e.Message} ({cause.Message})" : e.Message;

    private static string Remedy(HttpRequestException e) => e.HttpRequestError == HttpRequestError.SecureConnectionError
        ? " Trust its authority with --tls-ca FILE, or go without the check with --insecure."
        : "";
}
